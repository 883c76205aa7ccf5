using MediaAdmin.Tests.Support;
using Xunit.Abstractions;

namespace MediaAdmin.Tests.Crash;

/// <summary>
/// kill -9 at moments nobody chose, while programs delete and undo a thousand pictures and the queue takes files out of the store behind them.
/// More rounds by <c>MEDIAADMIN_CRASH_ROUNDS</c>, the same moments again by <c>MEDIAADMIN_CRASH_SEED</c>.
/// </summary>
public sealed class DeletionKillTests(ITestOutputHelper output)
{
    private const int Clients = 3, MostDeeds = 150;
    private static readonly int Rounds = CrashSettings.Rounds(5);
    private static readonly int PicturesOfEach = 334 * (1 + (Rounds / 10));

    [Fact]
    public async Task Every_acknowledged_deletion_ends_as_told_and_every_acknowledged_undo_holds_however_often_the_portal_is_killed()
    {
        var seed = CrashSettings.Seed;
        output.WriteLine($"MEDIAADMIN_CRASH_SEED={seed} MEDIAADMIN_CRASH_ROUNDS={Rounds}");
        await using var portal = new MediaProcess(false, ("Deletion:UndoWindow", "00:00:00.5"), ("Deletion:BatchSize", "20"), ("Deletion:SweepEvery", "00:00:05"));
        try
        {
            await CampaignAsync(portal, new Random(seed));
        }
        catch
        {
            output.WriteLine(portal.Log);
            throw;
        }
    }

    private async Task CampaignAsync(MediaProcess portal, Random random)
    {
        await portal.StartAsync();
        var books = new DeletionBooks(portal.Data);
        var clients = new List<DeletingClient>();
        for (var i = 0; i < Clients; i++)
        {
            var product = await portal.NewProductAsync();
            clients.Add(new(portal.Admin, product, books.Shelve(product, PicturesOfEach), new Random(random.Next())));
        }
        using var stop = new CancellationTokenSource();
        var running = clients.Select(c => c.RunAsync(stop.Token)).ToList();
        for (var round = 0; round < Rounds && running.All(r => !r.IsFaulted); round++)
        {
            var deeds = clients.Sum(c => c.Deeds) + random.Next(1, MostDeeds);
            await Eventually.HoldsAsync(() => Task.FromResult(clients.Sum(c => c.Deeds) >= deeds || running.Any(r => r.IsFaulted)), "so many calls to be answered");
            await Task.Delay(random.Next(60)); // not a wait for something: the moment of the kill
            await portal.RestartAsync();
        }
        await stop.CancelAsync();
        await Task.WhenAll(running);
        await Eventually.HoldsAsync(() => Task.FromResult(books.Entries("State in ('Waiting', 'Deleting')") == 0), "the queue to be worked off");
        books.MustAgree([.. clients.SelectMany(c => c.Live)], [.. clients.SelectMany(c => c.Deleted)]);
        output.WriteLine($"{Rounds} kills, {clients.Sum(c => c.Deletions)} deletions and {clients.Sum(c => c.Undone)} undone by acknowledged calls, {clients.Sum(c => c.TooLate)} undoes too late, "
            + $"{clients.Sum(c => c.LostAnswers)} answers lost; {clients.Sum(c => c.Live.Count())} live, {clients.Sum(c => c.Deleted.Count())} gone, {books.Entries("State = 'AlreadyGone'")} of those confirmed after a kill");
    }
}
