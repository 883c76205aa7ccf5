using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Access;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace MediaAdmin.Tests.Crash;

/// <summary>
/// Two portals on one PostgreSQL database and one data directory. In each round one of them is killed (SIGKILL) at a random moment while clients upload to both, and delete and undo on both.
/// More rounds by <c>MEDIAADMIN_CRASH_ROUNDS</c>; <c>MEDIAADMIN_CRASH_SEED</c> repeats a run.
/// </summary>
public sealed class TwoNodesKillTests(ITestOutputHelper output)
{
    private const int PicturesToDelete = 40;
    private static readonly int Rounds = CrashSettings.Rounds(4);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(1500);

    [PostgresFact]
    public async Task Nothing_acknowledged_is_lost_or_done_twice_when_one_of_two_nodes_is_killed_again_and_again()
    {
        var seed = CrashSettings.Seed;
        output.WriteLine($"MEDIAADMIN_CRASH_SEED={seed} MEDIAADMIN_CRASH_ROUNDS={Rounds}");
        var database = new TestPostgres();
        await using (var one = new MediaProcess(settings: [
            ("Database:Provider", "PostgreSql"), ("ConnectionStrings:MediaDb", database.ConnectionString),
            ("Deletion:UndoWindow", "00:00:00.5"), ("Deletion:SweepEvery", "00:00:05"), ("Uploads:SweepEvery", "00:00:05")]))
        await using (var other = one.Beside())
        {
            try
            {
                await CampaignAsync([one, other], database, new Random(seed));
            }
            catch
            {
                output.WriteLine(one.Log + other.Log);
                throw;
            }
        }
        database.Drop();
    }

    private async Task CampaignAsync(MediaProcess[] nodes, TestPostgres database, Random random)
    {
        await Task.WhenAll(nodes.Select(n => n.StartAsync()));
        var (senders, deleters) = (new List<ResumingClient>(), new List<DeletingClient>());
        foreach (var node in nodes)
        {
            var product = await nodes[0].NewProductAsync();
            deleters.Add(new(node.Admin, product, await StoreAsync(node, product, database, random), new Random(random.Next())));
            senders.Add(new(node.Admin, await nodes[0].NewProductAsync()));
        }
        using var stop = new CancellationTokenSource();
        var deleting = deleters.Select(d => d.RunAsync(stop.Token)).ToList();
        var sending = Task.CompletedTask;
        for (var round = 0; round < Rounds && deleting.All(d => !d.IsFaulted); round++)
        {
            sending = Task.WhenAll([sending, .. senders.Select((s, n) => s.SendAsync(Some(random, random.Next(4, 9), $"{round}-{n}")))]);
            await Task.Delay(random.NextDouble() * LongestLife); // not a wait for something: the moment of the kill
            await nodes[random.Next(nodes.Length)].RestartAsync();
        }
        await stop.CancelAsync();
        await Task.WhenAll([sending, .. deleting]);
        for (var left = -1; left != 0;) // as long as the work goes on, however slow the machine
        {
            var before = left;
            left = await Eventually.GetAsync(() => LeftAsync(database), now => now != before, "one more job to end");
        }
        await MustHoldAsync(database, new Books(nodes[0].Data), [.. senders.SelectMany(s => s.Sent)], deleters);
    }

    /// <summary>Pictures of a new product, stored; their ids in order.</summary>
    private static async Task<IReadOnlyList<long>> StoreAsync(MediaProcess node, long product, TestPostgres database, Random random)
    {
        await new ResumingClient(node.Admin, product).SendAsync(Some(random, PicturesToDelete, $"first-{product}"));
        await using var db = Db(database);
        var placed = db.Set<Placement>().Where(p => p.ProductId == product).OrderBy(p => p.Position).Select(p => p.AssetId);
        return await Eventually.GetAsync(() => placed.ToListAsync(), ids => ids.Count == PicturesToDelete, "the pictures to delete to be stored");
    }

    /// <summary>How many uploads and deletions have not ended.</summary>
    private static async Task<int> LeftAsync(TestPostgres database)
    {
        await using var db = Db(database);
        return await db.Set<Upload>().CountAsync(u => u.State == UploadState.Queued || u.State == UploadState.Storing)
            + await db.Set<QueuedDeletion>().CountAsync(d => d.State == DeletionState.Waiting || d.State == DeletionState.Deleting);
    }

    private async Task MustHoldAsync(TestPostgres database, Books books, IReadOnlyCollection<SentPicture> sent, IReadOnlyCollection<DeletingClient> deleters)
    {
        await using var db = Db(database);
        var (live, gone) = (deleters.SelectMany(d => d.Live).ToHashSet(), deleters.SelectMany(d => d.Deleted).ToHashSet());
        var assets = await db.Set<Asset>().ToDictionaryAsync(a => a.Id);
        Assert.Equal(sent.Count + live.Count, assets.Count);
        Assert.All(live, id => Assert.Null(assets[id].TrashedAt));
        Assert.All(gone, id => Assert.DoesNotContain(id, assets.Keys));
        var uploads = await db.Set<Upload>().ToDictionaryAsync(u => u.Id);
        foreach (var picture in sent)
        {
            var upload = uploads[Journey.Id(picture.Url)];
            Assert.Equal(UploadState.Stored, upload.State);
            Assert.Equal(picture.Sha256, assets[upload.AssetId!.Value].Sha256);
        }
        Assert.Equal(assets.Keys.Order(), (await db.Set<Placement>().Select(p => p.AssetId).ToListAsync()).Order());
        Assert.Equal(3 * assets.Count, books.StoredFiles.Count); // original, preview, thumbnail
        Assert.Equal([], books.StagedFiles);
        var deleted = await db.Set<QueuedDeletion>().Where(d => d.State == DeletionState.Deleted || d.State == DeletionState.AlreadyGone).Select(d => d.AssetId!.Value).ToListAsync();
        Assert.Equal(gone.Order(), deleted.Order());
        var twice = await db.Set<JobRun>().Where(r => r.Outcome == JobRunOutcome.Succeeded && r.Queue == StoreUploadJob.Queue).GroupBy(r => new { r.Name, r.Key }).CountAsync(g => g.Count() > 1);
        output.WriteLine($"{Rounds} kills of one node of two; {sent.Count} uploads stored, {deleters.Sum(d => d.Deletions)} deletions and {deleters.Sum(d => d.Undone)} undone by acknowledged calls, "
            + $"{deleters.Sum(d => d.LostAnswers)} answers lost; {live.Count} live, {gone.Count} gone; {twice} uploads whose job ran to its end twice");
    }

    private static PostgresMediaDb Db(TestPostgres database) => new(new DbContextOptionsBuilder<PostgresMediaDb>().UseNpgsql(database.ConnectionString).Options);

    private static SentPicture[] Some(Random random, int count, string name) =>
        [.. Enumerable.Range(0, count).Select(n => new SentPicture(Pictures.Png(random.Next(), bytes: random.Next(20_000, 300_000)), $"{name}-{n}.png"))];
}
