using System.Text;
using MediaAdmin.Access;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>A catalogue file given to the portal: checked, started by a person, stopped, found again after a crash.</summary>
public sealed class ImportControlTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private static readonly Actor Ann = new("user:7", "Ann", Role.Editor);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_file_is_looked_at_first_and_imported_when_a_person_says_so(TestDatabase database)
    {
        var (app, code) = (apps.On(database), NewCode());
        var (import, _) = await AcceptAsync(app, $"client,sku,product\n{code},LAMP,Lamp\n{code},,Nothing\n");
        var seen = await UntilAsync(app, import!.Id, ImportState.Checked);
        Assert.Equal((1, 1, 1), (seen.Plan!.Made, seen.Plan.LeftOut, seen.Plan.FaultCount));
        Assert.DoesNotContain(code, await app.Admin.GetStringAsync("/api/clients"), StringComparison.Ordinal);

        Assert.True(await Control(app).StartAsync(import.Id, Ann, default));
        seen = await UntilAsync(app, import.Id, ImportState.Done);
        Assert.Equal((1, 1), (seen.Done!.Made, seen.Done.LeftOut));
        Assert.Contains("LAMP", await app.Admin.GetStringAsync($"/api/products?client={code}"), StringComparison.Ordinal);
        Assert.False(await Control(app).StartAsync(import.Id, Ann, default));
        await Eventually.HoldsAsync(() => Task.FromResult(!File.Exists(Control(app).Csv(import.Id))), "the file gone");
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Of_two_who_start_the_same_import_one_does(TestDatabase database)
    {
        var app = apps.On(database);
        var (import, _) = await AcceptAsync(app, $"client,sku\n{NewCode()},LAMP\n");
        await UntilAsync(app, import!.Id, ImportState.Checked);
        var started = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Control(app).StartAsync(import.Id, Ann, default))));
        Assert.Single(started, s => s);
        Assert.Equal(1, (await UntilAsync(app, import.Id, ImportState.Done)).Done!.Made);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_no_catalogue_is_told_with_the_line_and_kept_nowhere(TestDatabase database)
    {
        var app = apps.On(database);
        var (import, _) = await AcceptAsync(app, "client,price\nA,1\n");
        var seen = await UntilAsync(app, import!.Id, ImportState.Unreadable);
        Assert.Equal("price", Assert.Single(seen.Plan!.Faults).Field);
        Assert.False(await Control(app).StartAsync(import.Id, Ann, default));
        await Eventually.HoldsAsync(() => Task.FromResult(!File.Exists(Control(app).Csv(import.Id))), "the file gone");
    }

    [Fact]
    public async Task A_file_that_is_empty_or_too_large_is_refused_and_leaves_nothing()
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Uploads:MaxFileBytes"] = "2000" });
        Assert.Equal((null, AcceptFault.Empty), await AcceptAsync(app, ""));
        Assert.Equal((null, AcceptFault.TooLarge), await AcceptAsync(app, new string('x', 2001)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(app.Data, "imports")));
        Assert.Empty(await Control(app).LatestAsync(10, Ann, default));
    }

    [Fact]
    public async Task Who_only_looks_cannot_bring_a_file_or_read_the_imports()
    {
        var (app, viewer) = (apps.On(TestDatabase.Sqlite), new Actor("user:8", "Viewer", Role.Viewer));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Control(app).AcceptAsync(new MemoryStream([1]), "a.csv", viewer, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Control(app).LatestAsync(10, viewer, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => Control(app).StartAsync(Guid.NewGuid(), viewer, default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_import_that_a_crash_left_without_its_job_goes_on_with_the_next_sweep(TestDatabase database)
    {
        var app = apps.On(database);
        var import = Import.Of(Ann.Id, Ann.Name, "spring.csv", 20, DateTimeOffset.UtcNow);
        await KeepAsync(app, import.Id);
        await using (var db = await app.DbAsync())
        {
            db.Add(import);
            await db.SaveChangesAsync();
        }
        await app.Get<ImportSweep>().RunAsync(default);
        Assert.Equal(1, (await UntilAsync(app, import.Id, ImportState.Checked)).Plan!.Made);
    }

    [Fact]
    public async Task A_file_whose_row_a_crash_prevented_goes_after_a_day_and_one_that_waits_for_its_start_stays()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var (waiting, _) = await AcceptAsync(app, $"client,sku\n{NewCode()},LAMP\n");
        await UntilAsync(app, waiting!.Id, ImportState.Checked);
        var (lost, arriving) = (Guid.NewGuid(), Guid.NewGuid());
        await KeepAsync(app, lost);
        await KeepAsync(app, arriving);
        foreach (var id in (Guid[])[waiting.Id, lost]) File.SetLastWriteTimeUtc(Control(app).Csv(id), DateTime.UtcNow.AddDays(-2));
        await app.Get<ImportSweep>().RunAsync(default);
        Assert.Equal((true, false, true), (File.Exists(Control(app).Csv(waiting.Id)), File.Exists(Control(app).Csv(lost)), File.Exists(Control(app).Csv(arriving))));
    }

    [Fact]
    public async Task A_working_folder_of_a_run_that_died_goes_after_a_day_and_one_that_was_just_made_stays()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var (died, begun) = (WorkingFolder(app), WorkingFolder(app));
        await File.WriteAllTextAsync(Path.Combine(died, "sheet"), "half");
        File.SetLastWriteTimeUtc(Path.Combine(died, "sheet"), DateTime.UtcNow.AddDays(-2));
        Directory.SetLastWriteTimeUtc(died, DateTime.UtcNow.AddDays(-2));
        await app.Get<ImportSweep>().RunAsync(default);
        Assert.Equal((false, true), (Directory.Exists(died), Directory.Exists(begun)));
    }

    private static string WorkingFolder(MediaApp app) => Directory.CreateDirectory(Path.Combine(app.Data, "imports", $"{Guid.NewGuid():N}.work")).FullName;

    private static string NewCode() => "C" + Guid.NewGuid().ToString("N")[..10];

    private static ImportControl Control(MediaApp app) => app.Get<ImportControl>();

    private static Task<(Import? Import, AcceptFault? Fault)> AcceptAsync(MediaApp app, string csv) =>
        Control(app).AcceptAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "spring.csv", Ann, default);

    private static async Task KeepAsync(MediaApp app, Guid id)
    {
        Directory.CreateDirectory(Path.Combine(app.Data, "imports"));
        await File.WriteAllTextAsync(Control(app).Csv(id), $"client,sku\n{NewCode()},LAMP\n");
    }

    private static async Task<Import> UntilAsync(MediaApp app, Guid id, ImportState state) =>
        (await Eventually.GetAsync(() => Control(app).FindAsync(id, Ann, default), i => i?.State == state, $"state {state}"))!;
}
