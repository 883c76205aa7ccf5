using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaAdmin.Tests.Support;

/// <summary>
/// Counts the statements that one piece of work sends to the database, and none that others send meanwhile. Refuses those that rank a whole table
/// to find one row for each of a few, which is what EF Core makes of "the first" with more than one column.
/// </summary>
public sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<Statements?> Current = new();

    private int _count;

#pragma warning disable CA2255 // EF Core asks once a second whether anybody listens: too late for who begins with the first statement
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Listen() => DiagnosticListener.AllListeners.Subscribe(new Statements());

    public static async Task<int> OfAsync(Func<Task> work)
    {
        var mine = Current.Value = new();
        await work();
        Current.Value = null;
        return mine._count;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore") value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not CommandExecutedEventData executed) return;
        if (Current.Value is { } counting) Interlocked.Increment(ref counting._count);
        if (executed.Command.CommandText.Contains("ROW_NUMBER() OVER(PARTITION BY", StringComparison.Ordinal))
            throw new InvalidOperationException($"This statement ranks a whole table. Select the key of the first row, then join by it: {executed.Command.CommandText}");
    }

    public void OnError(Exception error) { }

    public void OnCompleted() { }
}
