using MediaAdmin.Tests.Browser;
using MediaAdmin.Tests.Support;
using Xunit.Abstractions;

namespace MediaAdmin.Tests.Crash;

/// <summary>
/// kill -9 at moments nobody chose, round after round, while clients send: whatever was acknowledged ends in the library exactly once.
/// More rounds by <c>MEDIAADMIN_CRASH_ROUNDS</c>, the same moments again by <c>MEDIAADMIN_CRASH_SEED</c>.
/// </summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private static readonly int Rounds = CrashSettings.Rounds(12);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(1500);

    [Fact]
    public async Task Every_acknowledged_upload_ends_stored_exactly_once_however_often_the_portal_is_killed()
    {
        var seed = CrashSettings.Seed;
        output.WriteLine($"MEDIAADMIN_CRASH_SEED={seed} MEDIAADMIN_CRASH_ROUNDS={Rounds}");
        var random = new Random(seed);
        await using var portal = new MediaProcess(settings: [("Uploads:SweepEvery", "00:00:05"), ("Uploads:FirstRetry", "00:00:01")]);
        try
        {
            await portal.StartAsync();
            var client = new ResumingClient(portal.Admin, await portal.NewProductAsync());
            var sending = Task.CompletedTask;
            for (var round = 0; round < Rounds; round++)
            {
                var isStoreAway = round % 3 == 2; // what it refuses is tried again
                if (isStoreAway) portal.LoseStore();
                sending = Task.WhenAll(sending, client.SendAsync(Some(random, round)));
                await Task.Delay(random.NextDouble() * LongestLife); // not a wait for something: the moment of the kill
                await portal.RestartAsync();
                if (isStoreAway) portal.FindStore();
            }
            await sending;
            var books = new Books(portal.Data);
            for (var left = (Waiting: long.MaxValue, Staged: ""); left is not (0, "");) // as long as the work goes on, however slow the machine
            {
                var before = left;
                left = await Eventually.GetAsync(
                    () => Task.FromResult((client.Sent.Count - books.Count("Uploads", "State = 'Stored'"), string.Join(' ', books.StagedFiles))), now => now != before, "one more to be stored");
            }
            books.MustHoldExactly(client.Sent);
            output.WriteLine($"{Rounds} kills, {client.Sent.Count} pictures, {books.Count("Uploads", "State = 'Receiving'")} creations whose answer was lost");
        }
        catch
        {
            output.WriteLine(portal.Log);
            throw;
        }
    }

    private static SentPicture[] Some(Random random, int round) =>
        [.. Enumerable.Range(0, random.Next(8, 21)).Select(n => new SentPicture(Pictures.Png((round * 100) + n, bytes: random.Next(20_000, 1_500_000)), $"{round}-{n}.png"))];
}
