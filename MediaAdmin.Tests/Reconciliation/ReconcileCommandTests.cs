using MediaAdmin.Tests.Crash;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary><c>-- reconcile</c> as from a shell, beside a portal that is up and without one.</summary>
public sealed class ReconcileCommandTests
{
    [Fact]
    public async Task The_command_tells_by_its_exit_code_and_its_words_what_it_found_and_puts_it_in_order_when_told_to()
    {
        await using var portal = new MediaProcess(settings: [("Deletion:UndoWindow", "00:00:00"), ("Deletion:SweepEvery", "00:00:01")]);
        await portal.StartAsync();
        var product = await portal.NewProductAsync();
        var sent = new SentPicture(Pictures.Png(1), "front.png") { Url = await new TusClient(portal.Admin).UploadAsync(Pictures.Png(1), "front.png", product) };
        var books = new Books(portal.Data);
        await Eventually.HoldsAsync(() => Task.FromResult(books.State(Journey.Id(sent.Url)) == UploadState.Stored), "the picture to be stored");

        var (code, output, _) = await portal.CommandAsync("reconcile");
        Assert.Equal((0, true), (code, output.Contains("Balanced", StringComparison.Ordinal)));
        Assert.Contains("checked 1 objects of the store", output, StringComparison.Ordinal);

        var orphan = Balance.PlantObject(portal.Data);
        (code, output, _) = await portal.CommandAsync("reconcile");
        Assert.Equal(1, code);
        Assert.Contains("objects that nothing here knows: 1 (1,000 bytes)", output, StringComparison.Ordinal);
        Assert.Contains($"  {orphan}\t1,000 bytes", output, StringComparison.Ordinal);
        Assert.Equal(0, books.Count("Deletions"));

        (code, output, _) = await portal.CommandAsync("reconcile", "--fix");
        Assert.Equal((1, true), (code, output.Contains("put in order: 1", StringComparison.Ordinal)));
        await Eventually.HoldsAsync(() => Task.FromResult(books.Count("Deletions", "State = 'Deleted'") == 1), "the portal to take the orphan out of the store");
        Assert.False(Directory.Exists(Path.Combine(portal.Data, "store", orphan)));
        portal.Kill();
        (code, _, _) = await portal.CommandAsync("reconcile", "--fix");
        Assert.Equal(0, code);
        books.MustHold(sent);
    }

    [Fact]
    public async Task A_check_that_a_kill_cut_off_is_done_anew_after_the_start()
    {
        await using var portal = new MediaProcess();
        await portal.StartAsync();
        for (var i = 0; i < 1500; i++) Balance.PlantObject(portal.Data);
        (await portal.Admin.PostAsync("/api/cleanup/reconciliation", null)).EnsureSuccessStatusCode();
        portal.Kill();
        var books = new Books(portal.Data);
        Assert.Equal(1, books.Count("ReconciliationReports", "State = 'Running'"));
        await portal.StartAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(books.Count("ReconciliationReports", "State = 'Differences' and ClaimId is null") == 1), "the check to be done");
        Assert.Equal((1, 1500), (books.Count("ReconciliationReports"), books.Count("ReconciliationFindings", "Kind = 'Orphan'")));
    }

    [Fact]
    public async Task Wrong_usage_ends_with_two_and_an_empty_portal_balances()
    {
        await using var portal = new MediaProcess();
        Assert.Equal(2, (await portal.CommandAsync("reconcile", "--fxi")).Code);
        Assert.Equal(2, (await portal.CommandAsync("reconcile", "everything")).Code);
        var (code, output, _) = await portal.CommandAsync("reconcile"); // before the portal ever ran
        Assert.Equal((0, true), (code, output.Contains("Balanced", StringComparison.Ordinal)));
    }
}
