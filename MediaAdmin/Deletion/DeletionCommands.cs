using System.CommandLine;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

public static class DeletionCommands
{
    /// <summary><c>cleanup</c> runs beside a portal that is up: both claim entries, none is asked for twice. Exit code 0 when nothing failed, 1 otherwise.</summary>
    public static IEnumerable<Command> For(IServiceProvider services)
    {
        var batchSize = new Option<int?>("--batch-size") { Description = "How many files are taken out of the queue at a time, 1 to 1000" }.Between(1, 1000);
        var maxAttempts = new Option<int?>("--max-attempts") { Description = "How often the store is asked for one file, 1 to 100; what failed with fewer attempts is tried again" }.Between(1, 100);
        var cleanup = new Command("cleanup", "Take out of the store what is due in the deletion queue") { batchSize, maxAttempts };
        cleanup.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(batchSize) is { } size) services.GetRequiredService<IOptions<DeletionOptions>>().Value.BatchSize = size;
            var done = await services.GetRequiredService<Purge>().RunAsync(new(int.MaxValue, parsed.GetValue(maxAttempts), Now: true), ct);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync($"processed {done.Processed}, deleted {done.Deleted}, already gone {done.AlreadyGone}, failed {done.Failed}, remaining {done.Remaining}");
            if (done.PausedUntil is { } until) await output.WriteLineAsync(FormattableString.Invariant($"The store serves nobody now; the queue goes on at {until:u}."));
            return done.Failed > 0 || done.PausedUntil is not null ? 1 : 0;
        });
        yield return cleanup;
    }
}
