namespace MediaAdmin.Portal.Jobs;

/// <summary>What is to stand still: a kind of work, or one schedule of it.</summary>
public sealed record PauseTarget(string Kind, string? Schedule);

/// <summary>For how long, null for until it is resumed, and why.</summary>
public sealed record PauseChoice(string Reason, TimeSpan? For);
