using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.ImportExport.Account;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>Pictures that an account of Cloudinary holds already come under management: looked at first, brought in once, never uploaded.</summary>
public sealed class AccountImportTests
{
    private static readonly Actor Ann = new("user:7", "Ann", Role.Admin);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Looking_changes_nothing_and_importing_makes_what_was_told(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database);
        var (product, sku) = await ProductAsync(portal.App);
        portal.Cloudinary.Account.ListedPerCall = 3;
        portal.Keep($"shop/{sku}_2", p => p with { Tags = ["sale"] });
        portal.Keep($"shop/{sku}_1", p => p with { Tags = [], Context = new Dictionary<string, string> { ["alt"] = "A lamp", ["caption"] = "Lamp", ["photographer"] = "Bea" } });
        portal.Keep("shop/scene", p => p with { Context = new Dictionary<string, string> { ["product"] = sku.ToLowerInvariant() } });
        portal.Keep("shop/café mood");
        portal.Keep("shop/brochure", p => p with { Format = "pdf" });
        portal.Keep("other/one");
        var known = await portal.ShelveAsync(null, 1);

        var looked = await LookAsync(portal, "shop/");
        Assert.Equal((3, 1, 0, 1, 5), (looked.Plan.Placed, looked.Plan.Loose, looked.Plan.Known, looked.Plan.Unfit, looked.Plan.Told.Count));
        Assert.Contains(new AccountPicture("shop/scene", AccountVerdict.Placed, sku), looked.Plan.Told);
        Assert.Equal(known, await AllAsync(portal.App));
        Assert.Empty(await portal.App.OrderAsync(product));

        Assert.True(await portal.App.Get<AccountImports>().StartAsync(looked.Id, Ann, default));
        var done = (await UntilAsync(portal, AccountImportState.Done)).Done!;
        Assert.Equal((3, 1, 0, 1), (done.Placed, done.Loose, done.Known, done.Unfit));
        var view = (await portal.App.Get<Galleries>().OpenAsync(product, default))!;
        Assert.Equal([$"{sku}_1.png", $"{sku}_2.png", "scene.png"], view.Pictures.Select(p => p.FileName));
        Assert.Equal(("Lamp", "A lamp"), (view.Pictures[0].Title, view.Pictures[0].AltEn));
        using var http = new HttpClient();
        Assert.All(view.Pictures, p => Assert.NotEmpty(http.GetByteArrayAsync(p.Original).Result));
        Assert.Empty(portal.Asked("POST /image/upload"));
        await Eventually.HoldsAsync(() => Task.FromResult(portal.Cloudinary.Account.Pictures[("upload", $"shop/{sku}_1")] is var kept
            && kept.Tags.SequenceEqual(["mediaadmin"]) && kept.Context.GetValueOrDefault("product") == sku && kept.Context["photographer"] == "Bea"), "the words there");
        Assert.Equal(["mediaadmin", "sale"], portal.Cloudinary.Account.Pictures[("upload", $"shop/{sku}_2")].Tags);

        var again = await LookAsync(portal, "");
        Assert.Equal((0, 1, 5, 1), (again.Plan.Placed, again.Plan.Loose, again.Plan.Known, again.Plan.Unfit));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_pasted_list_of_addresses_is_read_line_by_line(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database);
        var (product, sku) = await ProductAsync(portal.App);
        foreach (var id in (string[])[$"a/{sku}", "a/it's é", "a/third"]) portal.Keep(id);
        var lines = $"""
            https://res.cloudinary.com/demo/image/upload/c_fill,w_300/v17/a/{sku}.jpg
            https://res.cloudinary.com/demo/image/upload/v17/a/{sku}.png

            https://res.cloudinary.com/demo/image/upload/f_auto/v1/a/it%27s%20%C3%A9?_a=B
            https://res.cloudinary.com/demo/image/upload/v1/a/gone.png
            https://res.cloudinary.com/other/image/upload/v1/a/third.png
            https://res.cloudinary.com/demo/video/upload/v1/clip.mp4
            a/third
            """;
        var (_, fault) = await portal.App.Get<AccountImports>().LookAsync("", lines, "", Ann, default);
        Assert.Null(fault);
        var looked = await UntilAsync(portal, AccountImportState.Looked);
        Assert.Equal((1, 1, 1, 3), (looked.Plan.Placed, looked.Plan.Loose, looked.Plan.Missing, looked.Plan.NoAddress));
        await portal.App.Get<AccountImports>().StartAsync(looked.Id, Ann, default);
        await UntilAsync(portal, AccountImportState.Done);
        Assert.Equal([$"{sku}.png", "it's é.png"], await NamesAsync(portal.App));
        Assert.Single(await portal.App.OrderAsync(product));
    }

    [Fact]
    public async Task While_the_hours_calls_are_spent_it_waits_says_so_and_goes_on_where_it_was()
    {
        await using var portal = await CloudinaryPortal.StartAsync();
        for (var n = 0; n < 10; n++) portal.Keep($"many/{n}");
        var account = portal.Cloudinary.Account;
        (account.ListedPerCall, account.AdminLimit, account.AdminResetsAt) = (2, 53, DateTimeOffset.UtcNow.AddMinutes(30)); // fifty are kept for people
        await portal.App.Get<AccountImports>().LookAsync("many/", "", "", Ann, default);
        var waiting = await Eventually.GetAsync(() => portal.App.Get<AccountImports>().LatestAsync(Ann, default), i => i!.WaitsUntil is not null, "the wait");
        Assert.InRange(waiting!.Plan.Loose, 2, 8);
        Assert.Contains("50 of them kept for people", waiting.Reason);
        Assert.InRange(waiting.WaitsUntil!.Value, DateTimeOffset.UtcNow.AddMinutes(20), DateTimeOffset.UtcNow.AddMinutes(31));
    }

    [Fact]
    public async Task A_cursor_that_is_forgotten_begins_it_again_and_nothing_is_counted_twice()
    {
        await using var portal = await CloudinaryPortal.StartAsync();
        for (var n = 0; n < 10; n++) portal.Keep($"many/{n}");
        var account = portal.Cloudinary.Account;
        (account.ListedPerCall, account.AdminLimit, account.AdminResetsAt) = (4, 52, DateTimeOffset.UtcNow.AddSeconds(6));
        var imports = portal.App.Get<AccountImports>();
        await imports.LookAsync("many/", "", "", Ann, default);
        var waiting = await Eventually.GetAsync(() => imports.LatestAsync(Ann, default), i => i!.WaitsUntil is not null, "the wait");
        Assert.Equal((8, false), (waiting!.Plan.Loose, waiting.Cursor is null));
        account.Cursors.Clear();
        (account.AdminLimit, account.AdminResetsAt) = (500, DateTimeOffset.UtcNow.AddHours(1));
        var looked = await UntilAsync(portal, AccountImportState.Looked);
        Assert.Equal((10, 10, 1), (looked.Plan.Loose, looked.Plan.Told.DistinctBy(t => t.Name).Count(), looked.Restarts));
    }

    [Fact]
    public async Task A_portal_that_ends_in_the_middle_goes_on_after_its_start_and_nothing_comes_twice()
    {
        await using var account = await CloudinaryDouble.StartAsync();
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;
        try
        {
            await using (var before = await CloudinaryPortal.StartAsync(account: account, dataDirectory: data))
            {
                for (var n = 0; n < 12; n++) before.Keep($"many/{n:00}");
                account.Account.ListedPerCall = 3;
                var looked = await LookAsync(before, "many/");
                account.Script.Play(CloudinaryFault.Answer(503), times: 1000, on: "GET /v1_1/demo/resources");
                await before.App.Get<AccountImports>().StartAsync(looked.Id, Ann, default);
                await Eventually.GetAsync(() => before.App.Get<AccountImports>().LatestAsync(Ann, default), i => i!.WaitsUntil is not null, "the wait");
            }
            account.Script.Clear();
            account.Account.Cursors.Clear();
            await using var after = await CloudinaryPortal.StartAsync(account: account, dataDirectory: data);
            var done = await UntilAsync(after, AccountImportState.Done);
            Assert.Equal(12, done.Done!.New);
            Assert.Equal(12, (await NamesAsync(after.App)).Distinct().Count());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_on_its_way_out_or_in_the_trash_is_not_brought_in_and_stopping_keeps_what_came()
    {
        await using var portal = await CloudinaryPortal.StartAsync(settings: new Dictionary<string, string> { ["Deletion:UndoWindow"] = "01:00:00" });
        var assets = await portal.ShelveAsync(null, 2);
        await portal.App.Get<Trash>().PutAsync(new DeletionTarget.Assets([assets[0]]), Ann, default);
        portal.Keep("self-check/probe");
        var looked = await LookAsync(portal, "");
        Assert.Equal((0, 3), (looked.Plan.New, looked.Plan.Known));
        var imports = portal.App.Get<AccountImports>();
        portal.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 1000, on: "GET /v1_1/demo/resources");
        var (one, _) = await imports.LookAsync("", "", "", Ann, default);
        Assert.Equal(FieldFaultKind.Taken, (await imports.LookAsync("", "", "", Ann, default)).Fault!.Kind);
        await imports.StopAsync(one!.Id, Ann, default);
        await UntilAsync(portal, AccountImportState.Stopped);
        portal.Cloudinary.Script.Clear();
        Assert.True(await imports.StartAsync(one.Id, Ann, default));
        await UntilAsync(portal, AccountImportState.Looked);
        Assert.Equal(FieldFaultKind.Unknown, (await imports.LookAsync("", "", "NOBODY", Ann, default)).Fault!.Kind);
    }

    [Fact]
    public async Task Pictures_whose_bytes_nobody_has_read_are_no_duplicates_of_each_other()
    {
        await using var portal = await CloudinaryPortal.StartAsync();
        foreach (var id in (string[])["x/1", "x/2"]) portal.Keep(id);
        var looked = await LookAsync(portal, "x/");
        await portal.App.Get<AccountImports>().StartAsync(looked.Id, Ann, default);
        await UntilAsync(portal, AccountImportState.Done);
        Assert.Equal(0, (await portal.App.Get<DuplicateList>().FindAsync(1, 50, default)).Total);
        Assert.Empty(await portal.App.Get<DuplicateList>().AllAsync(default));
    }

    private static async Task<AccountImport> LookAsync(CloudinaryPortal portal, string folder)
    {
        var (_, fault) = await portal.App.Get<AccountImports>().LookAsync(folder, "", "", Ann, default);
        Assert.Null(fault);
        return await UntilAsync(portal, AccountImportState.Looked);
    }

    private static async Task<AccountImport> UntilAsync(CloudinaryPortal portal, AccountImportState state) =>
        (await Eventually.GetAsync(() => portal.App.Get<AccountImports>().LatestAsync(Ann, default), i => i!.State == state, $"{state}"))!;

    private static async Task<(long Id, string Sku)> ProductAsync(MediaApp app)
    {
        var id = await app.NewProductAsync();
        return (id, (await app.Get<Galleries>().OpenAsync(id, default))!.Sku);
    }

    private static async Task<long[]> AllAsync(MediaApp app)
    {
        await using var db = await app.DbAsync();
        return await db.Set<Asset>().OrderBy(a => a.Id).Select(a => a.Id).ToArrayAsync();
    }

    private static async Task<string[]> NamesAsync(MediaApp app)
    {
        await using var db = await app.DbAsync();
        return await db.Set<Asset>().OrderBy(a => a.Id).Select(a => a.FileName).ToArrayAsync();
    }
}
