using System.CommandLine;
using System.Globalization;
using MediaAdmin.Access;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Reconciliation;

public static class ReconciliationCommands
{
    private static readonly Actor ByCommand = new(Actor.Portal.Id, "command line", Role.Admin);

    /// <summary><c>reconcile</c> runs beside a portal that is up. Exit code 0 when database and store agree; 1 when they do not, whether that was put in order or not, and when it broke off.</summary>
    public static IEnumerable<Command> For(IServiceProvider services)
    {
        var fix = new Option<bool>("--fix") { Description = "Put in order what is found; without it nothing is changed" };
        var reconcile = new Command("reconcile", "Check the database against the store, both ways") { fix };
        reconcile.SetAction(async (parsed, ct) =>
        {
            var (output, wanted) = (parsed.InvocationConfiguration.Output, parsed.GetValue(fix));
            if (await BeginAsync(services, ct) is not { } report)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("A check runs already. Try again when it is over.");
                return 1;
            }
            await services.GetRequiredService<Reconciler>().RunAsync(new(report, Check: true, wanted, ByCommand.Id, ByCommand.Name), ct);
            var last = (await services.GetRequiredService<ReconciliationList>().StatusAsync(CancellationToken.None)).Last!;
            await PrintAsync(last, output);
            return last.State == ReconciliationState.Balanced ? 0 : 1;
        });
        yield return reconcile;
    }

    private static async Task<long?> BeginAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<MediaDb>>().CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var report = await services.GetRequiredService<ReconciliationReports>().BeginAsync(db, ByCommand, ct);
        await transaction.CommitAsync(ct);
        return report?.Id;
    }

    private static async Task PrintAsync(ReconciliationView report, TextWriter output)
    {
        await output.WriteLineAsync(Text($"checked {report.Objects:N0} objects of the store ({report.ObjectBytes:N0} bytes) and {report.Assets:N0} pictures of the library"));
        if (report.State == ReconciliationState.NotFinished)
        {
            await output.WriteLineAsync(Text($"NOT FINISHED ({report.Fault}): {report.Reason}"));
            await output.WriteLineAsync("So nothing can be said about differences, and nothing was changed.");
            return;
        }
        foreach (var group in report.Groups) await PrintAsync(group, report.FixedAt is not null, output);
        await output.WriteLineAsync(report switch
        {
            { State: ReconciliationState.Balanced } => "Balanced: database and store agree.",
            { FixedAt: not null } => "Differences were found and put in order. Check again to see that the books balance.",
            { Fault: ReconciliationFault.TooMuch } => TooMuch + " Nothing was changed.",
            { Fault: { } fault } => Text($"Differences were found; putting them in order broke off ({fault}): {report.Reason}"),
            { TooMuch: true } => "Differences were found. " + TooMuch,
            _ => "Differences were found; nothing was changed. Put them in order with --fix.",
        });
    }

    private const string TooMuch = "So much is different that rather the wrong database or the wrong store is connected. If it is not, raise Reconciliation:LargestShare.";

    private static async Task PrintAsync(DifferenceGroup group, bool isFixed, TextWriter output)
    {
        var name = group.Kind switch
        {
            Difference.Orphan => "objects that nothing here knows",
            Difference.Lost => "pictures whose object is missing",
            Difference.Unconfirmed => "uploads never confirmed",
            _ => "staging leftovers",
        };
        await output.WriteLineAsync(Text($"{name}: {group.Found:N0} ({group.Bytes:N0} bytes){(isFixed && group.Found > 0 ? Text($", put in order: {group.Fixed:N0}") : "")}"));
        foreach (var one in group.Examples)
            await output.WriteLineAsync(Text($"  {one.Key}\t{one.Bytes:N0} bytes\t{one.At:u}{(group.Kind is Difference.Lost or Difference.Unconfirmed ? $"\t{one.FileName}" : "")}{(one.Sku is null ? "" : $"\t{one.Sku}")}"));
        if (group.Found > group.Examples.Count) await output.WriteLineAsync(Text($"  and {group.Found - group.Examples.Count:N0} more"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
