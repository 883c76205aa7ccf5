namespace MediaAdmin.Reconciliation;

/// <summary>News: a check began, ended, or got further. Without <paramref name="Progress"/> there is another report to read.</summary>
public sealed record ReconciliationChanged(ReconciliationProgress? Progress = null)
{
    public const string Topic = "reconciliation";
}

/// <summary>How far a check is: objects of the store and pictures of the library looked at; or how many of what it found are put in order.</summary>
public sealed record ReconciliationProgress(long Report, int Objects, int Assets, int Fixed);
