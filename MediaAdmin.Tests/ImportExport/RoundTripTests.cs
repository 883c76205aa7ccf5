using System.Net;
using System.Text;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>What is exported is read back to the same catalogue.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Catalogue =
    [
        "A,Çınar & Oğulları,LAMP,\"Lamp, \"\"oak\"\"\",,,lamp/front.png,1,=1+1,A lamp,Bir lamba,\"light, \"\"warm, red\"\"\"",
        "A,,LAMP,,,,other/front.png,2,,,,",
        "A,,LAMP,,V-1,Red,lamp/front.png,,,,,",
        "A,,LAMP,,V-2,Blue,,,,,,",
        "A,,a/b c,Slash,,,lamp/front.png,,,,,",
        "A,,a-b-c,Dash,,,other/front.png,,,,,",
        "A,,-5,Minus,,,,,,,,",
        "A,,EMPTY,No picture,,,,,,,,",
    ];

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_empty_portal_that_imports_an_export_exports_the_same(TestDatabase database)
    {
        await using var source = new MediaApp();
        using var desk = new ImportDesk(source).With("lamp/front.png", "other/front.png");
        await desk.ImportAsync("client,client_name,sku,product,variant,variant_name,file,position,title,alt,alt_tr,tags", Catalogue);
        var second = (await desk.ProductAsync("LAMP")).Pictures[1].AssetId;
        await source.Get<AssetList>().DescribeAsync(second, new("", "'quoted", "ends with a space ", ["a,b", "c\"d", "=e"], IsDecorative: true), Actor.Console, default);
        var (csv, files) = await ExportAsync(source);

        await using var target = new MediaApp(database: database);
        using var there = new ImportDesk(target);
        foreach (var (path, bytes) in files) there.With(path, bytes);
        await File.WriteAllTextAsync(there.Csv, csv);
        var report = await there.RunAsync(there.Csv);
        Assert.Empty(report.Faults);
        Assert.Equal((5, 2), (report.Made, report.Stored));
        var (again, back) = await ExportAsync(target);
        Assert.Equal(Named(csv), Named(again));
        Assert.Equal(files.Values.Select(Journey.Sha256).Order(), back.Values.Select(Journey.Sha256).Order());
        Assert.True((await there.RunAsync(there.Csv)).ChangesNothing);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_export_without_files_changes_nothing_where_it_came_from(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        using var desk = new ImportDesk(app).With("lamp/front.png", "other/front.png");
        await desk.ImportAsync("client,client_name,sku,product,variant,variant_name,file,position,title,alt,alt_tr,tags", Catalogue);
        var before = await desk.StateAsync();
        await File.WriteAllTextAsync(desk.Csv, await app.Admin.GetStringAsync(ImportExportApi.CataloguePath));
        var report = await desk.RunAsync(desk.Csv, files: false);
        Assert.Empty(report.Faults);
        Assert.True(report.ChangesNothing, $"{report}");
        Assert.Equal(before, await desk.StateAsync());
    }

    [Fact]
    public async Task The_catalogue_is_had_by_programs_that_may_look_and_by_nobody_else()
    {
        await using var app = new MediaApp();
        using var desk = new ImportDesk(app);
        await desk.ImportAsync("client,sku,product", "A,S,Çınar");
        using var viewer = app.Client(await app.NewKeyAsync(Role.Viewer));
        using var answer = await viewer.GetAsync($"{ImportExportApi.CataloguePath}?client={desk.Client}");
        Assert.Equal((HttpStatusCode.OK, "text/csv", "utf-8", $"catalogue-{desk.Client}.csv"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet, answer.Content.Headers.ContentDisposition!.FileName));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]); // Excel needs it
        Assert.Equal([string.Join(',', CatalogueColumns.All), $"{desk.Client},{desk.Client},S,Çınar,,,,,,,,,,", ""], Encoding.UTF8.GetString(bytes[3..]).Split("\r\n"));
        using var nobody = app.Client(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(ImportExportApi.CataloguePath)).StatusCode);
        Assert.Equal([string.Join(',', CatalogueColumns.All), ""], (await viewer.GetStringAsync($"{ImportExportApi.CataloguePath}?client=NOBODY")).Split("\r\n"));
    }

    [Fact]
    public async Task A_picture_that_the_store_lost_is_told_and_the_rest_is_written()
    {
        await using var app = new MediaApp();
        using var desk = new ImportDesk(app).With("1.png", "2.png");
        await desk.ImportAsync("client,sku,file", "A,S,1.png", "A,S,2.png");
        var key = (await app.KeysAsync((await desk.ProductAsync("S")).Pictures[0].AssetId)).Single();
        Directory.Delete(Path.Combine(app.Data, "store", key), recursive: true);
        var folder = Path.Combine(desk.Folder, "out");
        var report = await app.Get<CatalogueExport>().WriteAsync(new MemoryStream(), "", folder, _ => { }, default);
        Assert.Equal((2, 1, $"{desk.Client}/S/1.png"), (report.Lines, report.Files, Assert.Single(report.Missing)));
    }

    private static async Task<(string Csv, Dictionary<string, byte[]> Files)> ExportAsync(MediaApp app)
    {
        var folder = Directory.CreateTempSubdirectory("mediaadmin-export-").FullName;
        var csv = new MemoryStream();
        var report = await app.Get<CatalogueExport>().WriteAsync(csv, "", folder, _ => { }, default);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes);
        Assert.Equal(report.Files, files.Count);
        Directory.Delete(folder, recursive: true);
        return (Encoding.UTF8.GetString(csv.ToArray()), files);
    }

    /// <summary>Ids of rows are in the paths of files that would else share one: another portal has other ids.</summary>
    private static string Named(string csv) => System.Text.RegularExpressions.Regex.Replace(csv, @"~\d+", "~");
}
