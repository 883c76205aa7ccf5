using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>A catalogue file becomes clients, products, variants, pictures and galleries, on both databases alike.</summary>
public sealed class ImportTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private const string Header = "client,sku,product,variant,file,position,title,alt,alt_tr,tags";

    private static readonly string[] Lamps =
    [
        "A,LAMP,Lamp,,lamp/1.png,,Lamp from the front,A lamp,Bir lamba,\"light, oak\"",
        "A,CHAIR,Chair,,chair.png,,,,,",
        "A,LAMP,,,lamp/2.png,,,,,",
        "A,LAMP,,LAMP-RED,lamp/red.png,1,,,,",
        "A,LAMP,,LAMP-BLUE,,,,,,",
        "A,LAMP,,LAMP-RED,lamp/1.png,2,,,,",
    ];

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Everything_the_file_says_is_made(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("lamp/1.png", "lamp/2.png", "lamp/red.png", "chair.png");
        var report = await desk.ImportAsync(Header, Lamps);
        Assert.Empty(report.Faults);
        Assert.Equal((6, 1, 2, 2, 4, 5), (report.Lines, report.Clients, report.Made, report.Variants, report.Stored, report.Placed));
        Assert.Equal("1.png 2.png", await desk.GalleryAsync("LAMP"));
        Assert.Equal("red.png 1.png", await desk.GalleryAsync("LAMP", "LAMP-RED"));
        Assert.Equal("", await desk.GalleryAsync("LAMP", "LAMP-BLUE"));
        var lamp = await desk.ProductAsync("LAMP");
        Assert.Equal(("Lamp", desk.Client), (lamp.Name, lamp.ClientName));
        var first = (await apps.On(database).Get<AssetList>().FindAsync(lamp.Pictures[0].AssetId, default))!;
        Assert.Equal(("Lamp from the front", "A lamp", "Bir lamba"), (first.Title, first.AltEn, first.AltTr));
        Assert.Equal(["light", "oak"], first.Tags);
        Assert.Equal("2", lamp.Pictures[1].Title); // without a title the file's name is one
        Assert.Equal([lamp.Id], (await apps.On(database).Get<ProductList>().FindAsync(new("lamp-blue", desk.Client), default)).Items.Select(p => p.Id));
        Assert.Equal(2, (await apps.On(database).Get<AssetList>().FindAsync(new AssetQuery("oak", Client: desk.Client), 1, 50, default)).Total + (await apps.On(database).Get<AssetList>().FindAsync(new AssetQuery("front", Client: desk.Client), 1, 50, default)).Total);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_stored_is_what_the_folder_held_and_is_served(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("a.png");
        await desk.ImportAsync(Header, "A,S,S,,a.png,,,,,");
        var picture = (await desk.ProductAsync("S")).Pictures.Single();
        foreach (var address in (string[])[picture.Thumbnail, picture.Preview]) (await apps.On(database).Admin.GetAsync(address)).EnsureSuccessStatusCode();
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(desk.Folder, "a.png")), await apps.On(database).Admin.GetByteArrayAsync(picture.Original));
        File.WriteAllText(Path.Combine(desk.Folder, "a.png"), "somebody writes into the file afterwards");
        Assert.StartsWith("\x89PNG", System.Text.Encoding.Latin1.GetString(await apps.On(database).Admin.GetByteArrayAsync(picture.Original)));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(apps.On(database).Data, "imports")));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_same_file_twice_changes_nothing(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("lamp/1.png", "lamp/2.png", "lamp/red.png", "chair.png");
        await desk.ImportAsync(Header, Lamps);
        var (before, version) = (await desk.StateAsync(), (await desk.ProductAsync("LAMP")).GalleryVersion);
        var again = await desk.RunAsync(desk.Csv);
        Assert.True(again.ChangesNothing, $"{again}");
        Assert.Equal((2, 0, 0, 0, 0), (again.Unchanged, again.Stored, again.Placed, again.Moved, again.Described));
        Assert.Equal(before, await desk.StateAsync());
        Assert.Equal(version, (await desk.ProductAsync("LAMP")).GalleryVersion);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_dry_run_says_the_same_and_does_nothing(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("lamp/1.png", "lamp/2.png", "lamp/red.png", "chair.png");
        var dry = await desk.RunAsync(desk.Write(Header, Lamps), dry: true);
        await using (var db = await apps.On(database).DbAsync()) Assert.False(await db.Set<Client>().AnyAsync(c => c.Code == desk.Client));
        var real = await desk.RunAsync(desk.Csv);
        Assert.Equal(real with { Faults = [], Told = [] }, dry with { Faults = [], Told = [] });
        Assert.Equal(real.Told, dry.Told);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_second_file_changes_names_words_and_order_and_removes_nothing(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("1.png", "2.png", "3.png", "4.png");
        await desk.ImportAsync(Header, "A,S,Old,,1.png,,One,,,x", "A,S,,,2.png,,,,,", "A,S,,V,2.png,,,,,", "A,S,,,3.png,,,,,");
        var report = await desk.ImportAsync("client,client_name,sku,product,variant,variant_name,file,position,title,tags",
            "A,Acme,S,New,,,3.png,1,,", "A,,S,,,,4.png,2,,", "A,,S,,V,Violet,,,,", "A,,S,,,,1.png,,Uno,\"y, z\"");
        Assert.Empty(report.Faults);
        Assert.Equal((0, 1, 1, 1, 1), (report.Made, report.Changed, report.Stored, report.Placed, report.Described));
        Assert.Equal("3.png 4.png 1.png 2.png", await desk.GalleryAsync("S"));
        var product = await desk.ProductAsync("S");
        Assert.Equal(("New", "Acme", "Violet"), (product.Name, product.ClientName, product.Variants.Single().Name));
        var one = await apps.On(database).Get<AssetList>().FindAsync(product.Pictures.Single(p => p is { FileName: "1.png" }).AssetId, default);
        Assert.Equal(("Uno", "y z"), (one!.Title, string.Join(' ', one.Tags)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_gallery_diary_tells_what_came_and_who_brought_it(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("1.png", "2.png");
        await desk.ImportAsync(Header, "A,S,S,,1.png,,,,,", "A,S,,,2.png,,,,,");
        await desk.ImportAsync(Header, "A,S,S,,2.png,1,,,,");
        var story = await apps.On(database).Get<GalleryDiary>().ReadAsync((await desk.ProductAsync("S")).Id, null, default);
        Assert.Equal([(GalleryChange.Reordered, 2, "Command line"), (GalleryChange.Added, 2, "Command line")], story.Select(l => (l.Change, l.Pictures, l.ActorName)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_same_bytes_are_one_picture_of_the_client_whatever_the_files_are_called(TestDatabase database)
    {
        var bytes = Pictures.Png(Random.Shared.Next());
        using var desk = new ImportDesk(apps.On(database)).With("a.png", bytes).With("b.png", bytes);
        var report = await desk.ImportAsync(Header, "A,S1,S1,,a.png,,,,,", "A,S2,S2,,b.png,,,,,", "A,S2,,V,a.png,,,,,");
        Assert.Equal((1, 3), (report.Stored, report.Placed));
        Assert.True((await desk.RunAsync(desk.Csv)).ChangesNothing);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_gallery_that_is_to_show_the_same_bytes_twice_gets_two_pictures_once(TestDatabase database)
    {
        var bytes = Pictures.Png(Random.Shared.Next());
        using var desk = new ImportDesk(apps.On(database)).With("a.png", bytes).With("b.png", bytes);
        Assert.Equal((2, 2), await desk.ImportAsync(Header, "A,S,S,,a.png,,,,,", "A,S,,,b.png,,,,,") is var r ? (r.Stored, r.Placed) : default);
        Assert.True((await desk.RunAsync(desk.Csv)).ChangesNothing);
        Assert.Equal("a.png b.png", await desk.GalleryAsync("S"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_in_the_trash_is_not_meant_and_comes_back_beside_what_was_imported(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("1.png", "2.png");
        await desk.ImportAsync(Header, "A,S,S,,1.png,,,,,", "A,S,,,2.png,,,,,");
        var first = (await desk.ProductAsync("S")).Pictures[0].AssetId;
        var act = await apps.On(database).Get<Trash>().PutAsync(new DeletionTarget.Assets([first]), Actor.Console, default);
        Assert.Equal((1, 1), await desk.RunAsync(desk.Csv) is var r ? (r.Stored, r.Placed) : default);
        Assert.Equal("2.png 1.png", await desk.GalleryAsync("S"));
        await apps.On(database).Get<Trash>().RestoreAsync(act.Operation, Actor.Console, default);
        Assert.Equal("1.png 2.png 1.png", await desk.GalleryAsync("S"));
    }
}
