using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Crash;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>The <c>cleanup</c> verb, as from a shell, beside a portal that runs on the same data.</summary>
public sealed class CleanupCommandTests : IClassFixture<CleanupCommandTests.RunningPortal>, IAsyncLifetime
{
    private readonly MediaProcess _portal;
    private readonly DeletionBooks _books;

    public CleanupCommandTests(RunningPortal running) => (_portal, _books) = (running.Portal, new(running.Portal.Data));

    /// <summary>Each test begins with an empty library and queue, and a pause so that the portal's own job leaves it alone.</summary>
    public Task InitializeAsync()
    {
        _books.Write($"delete from Deletions; delete from Placements; delete from Assets; delete from WorkPauses; insert into WorkPauses (Kind, Reason, Detail, Since, Until, Strikes) values ('{PurgeJob.Queue}', 'StoreUnavailable', 'by a test', 0, {DateTimeOffset.UtcNow.AddHours(1).UtcTicks}, 1)");
        _books.EmptyStore();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_deletes_what_is_due_although_the_queue_pauses_and_the_portal_knows()
    {
        var ids = await TrashAsync(25);
        var (code, output, _) = await _portal.CommandAsync("cleanup", "--batch-size", "10");
        Assert.Equal((0, "processed 25, deleted 25, already gone 0, failed 0, remaining 0\n"), (code, output));
        Assert.Equal((0, 25), (_books.Entries("State <> 'Deleted'"), (await StatsAsync()).DeletedToday));
        Assert.Null((await StatsAsync()).Pause);
        using var late = await _portal.Admin.DeleteAsync($"/api/assets/{ids[0]}/deletion");
        Assert.Equal(System.Net.HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal((0, "processed 0, deleted 0, already gone 0, failed 0, remaining 0\n"), await OutcomeAsync("cleanup"));
    }

    [Fact]
    public async Task Portal_and_command_at_once_delete_each_file_once()
    {
        _books.Write("delete from WorkPauses");
        var product = await _portal.NewProductAsync();
        var ids = _books.Shelve(product, 400);
        var command = _portal.CommandAsync("cleanup", "--batch-size", "5");
        foreach (var some in ids.Chunk(40)) await DeleteAsync(some);
        var (code, output, _) = await command;
        Assert.Equal(0, code);
        Assert.Matches("^processed [0-9]+, deleted [0-9]+, already gone 0, failed 0, remaining [0-9]+\n$", output);
        await Eventually.HoldsAsync(() => Task.FromResult(_books.Entries("State = 'Deleted'") == 400), "all to be deleted");
        Assert.Equal(400, _books.Entries("Attempts = 1 and ConfirmedAt is not null"));
        _books.MustAgree([], ids);
    }

    [Fact]
    public async Task What_fails_is_told_and_ends_with_one_and_is_tried_as_often_as_asked()
    {
        var ids = await TrashAsync(3);
        _books.Write($"update Deletions set StoreKey = 'not a key' where AssetId = {ids[1]}");
        Assert.Equal((1, "processed 3, deleted 2, already gone 0, failed 1, remaining 0\n"), await OutcomeAsync("cleanup", "--max-attempts", "1"));
        Assert.Equal(1, _books.Entries("State = 'Failed' and Fault = 'StoreRefused' and Error like '%not a key%' and Attempts = 1"));
        Assert.Equal((0, "processed 0, deleted 0, already gone 0, failed 0, remaining 0\n"), await OutcomeAsync("cleanup", "--max-attempts", "1"));
        Assert.Equal((1, "processed 1, deleted 0, already gone 0, failed 1, remaining 1\n"), await OutcomeAsync("cleanup", "--max-attempts", "5"));
        _books.Write($"update Deletions set StoreKey = 'crash/{ids[1]}' where AssetId = {ids[1]}");
        Assert.Equal((0, "processed 1, deleted 1, already gone 0, failed 0, remaining 0\n"), await OutcomeAsync("cleanup"));
    }

    [Fact]
    public async Task What_can_still_be_undone_is_left_alone()
    {
        var ids = await TrashAsync(2);
        _books.Write($"update Deletions set NotBefore = {DateTimeOffset.UtcNow.AddHours(1).UtcTicks}, DueAt = NotBefore");
        Assert.Equal((0, "processed 0, deleted 0, already gone 0, failed 0, remaining 2\n"), await OutcomeAsync("cleanup"));
        using var undo = await _portal.Admin.DeleteAsync($"/api/assets/{ids[0]}/deletion");
        undo.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Wrong_usage_ends_with_two_names_the_option_and_deletes_nothing()
    {
        await TrashAsync(1);
        foreach (var (words, named) in ((string[], string)[])[
            (["--batch-size", "0"], "--batch-size must be between 1 and 1000"), (["--batch-size", "1001"], "--batch-size must be between 1 and 1000"), (["--max-attempts", "101"], "--max-attempts must be between 1 and 100"),
            (["--max-attempts", "often"], "often"), (["--everything"], "--everything")])
        {
            var (code, _, error) = await _portal.CommandAsync(["cleanup", .. words]);
            Assert.Equal(2, code);
            Assert.Contains(named, error, StringComparison.Ordinal);
        }
        Assert.Equal(1, _books.Entries("State = 'Waiting' and TriedAt is null"));
        var (helpCode, help, _) = await _portal.CommandAsync("cleanup", "--help");
        Assert.Equal(0, helpCode);
        Assert.Matches(new Regex("--batch-size.*--max-attempts", RegexOptions.Singleline), help);
    }

    private async Task<(int Code, string Output)> OutcomeAsync(params string[] verb) => await _portal.CommandAsync(verb) is var (code, output, _) ? (code, output) : default;

    private async Task<long[]> TrashAsync(int count)
    {
        var ids = _books.Shelve(await _portal.NewProductAsync(), count);
        await DeleteAsync(ids);
        return ids;
    }

    private async Task DeleteAsync(long[] assetIds)
    {
        using var answer = await _portal.Admin.PostAsJsonAsync("/api/assets/deletions", new { assetIds });
        answer.EnsureSuccessStatusCode();
    }

    private async Task<DeletionStats> StatsAsync() => (await _portal.Admin.GetFromJsonAsync<DeletionStats>("/api/cleanup/stats", MediaApp.Json))!;

    /// <summary>Files fall due at once.</summary>
    public sealed class RunningPortal : IAsyncLifetime
    {
        public MediaProcess Portal { get; } = new(false, ("Deletion:UndoWindow", "00:00:00"));

        public Task InitializeAsync() => Portal.StartAsync();

        public Task DisposeAsync() => Portal.DisposeAsync().AsTask();
    }
}
