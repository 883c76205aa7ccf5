using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>The words on pictures as a file: out, changed in a spreadsheet, and in again.</summary>
public sealed class WordsFileTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_written_out_is_read_back_and_changes_nothing_until_a_cell_is_changed(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 3);
        await app.Get<AssetList>().DescribeAsync(ids[0], new("=1+1", "A \"lamp\", lit", "Işıklı; lamba", ["a,b", "yaz"], IsDecorative: true), Actor.Portal, default);
        var csv = await app.Admin.GetStringAsync($"/api/assets/words.csv?product={product}");
        Assert.Equal(4, csv.TrimEnd().Split('\n').Length);
        Assert.StartsWith("id,file,title,alt_en,alt_tr,decorative,tags", csv.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal((3, 0), Figures(await SendAsync(app, csv)));

        var changed = csv.Replace("Işıklı; lamba", "Çınar", StringComparison.Ordinal).Replace(",no,", ",yes,", StringComparison.Ordinal);
        Assert.Equal((3, 3), Figures(await SendAsync(app, changed, dryRun: true)));
        Assert.Equal("Işıklı; lamba", (await OneAsync(app, ids[0])).AltTr);
        Assert.Equal((3, 3), Figures(await SendAsync(app, changed)));
        var one = await OneAsync(app, ids[0]);
        Assert.Equal(("=1+1", "A \"lamp\", lit", "Çınar", "a,b|yaz"), (one.Title, one.AltEn, one.AltTr, string.Join('|', one.Tags)));
        Assert.True((await OneAsync(app, ids[2])).IsDecorative);
        Assert.Equal(1, await app.Get<AssetList>().CountAsync(new(Search: "cinar", Product: product), default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task With_one_fault_nothing_is_applied_and_every_fault_is_told_by_its_line(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 3);
        var csv = $"id;file;alt_en;decorative\n{ids[0]};;Good;\n{ids[1]};other.png;Sorted apart;\n{ids[0]};;Twice;\nx;;;\n999999999;;Gone;\n{ids[2]};;{new string('x', Asset.MaxAlt + 1)};perhaps\n";
        using var refused = await app.Admin.PostAsync("/api/assets/words.csv", Body(csv));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        var faults = problem.GetProperty("faults").Deserialize<WordsFault[]>(MediaApp.Json)!;
        Assert.Equal(
            [(3, ImportFaultKind.OtherFile), (4, ImportFaultKind.DoublePicture), (5, ImportFaultKind.BadId), (6, ImportFaultKind.NoSuchPicture), (7, ImportFaultKind.TooLong), (7, ImportFaultKind.NotYesOrNo)],
            faults.Select(f => (f.Line, f.Kind)));
        Assert.Contains("shelf-002.png", faults[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("", (await OneAsync(app, ids[0])).AltEn);
        Assert.Equal(6, (await SendAsync(app, csv, dryRun: true)).FaultCount);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_empty_cell_leaves_what_is_there_and_an_apostrophe_clears_it_with_semicolons_as_with_a_mark(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 2);
        await app.Get<AssetWording>().DescribeAsync(new(AssetIds: ids), new(["hero"], null, "A", "B"), Actor.Portal, default);
        Assert.Equal((2, 1), Figures(await SendAsync(app, $"\uFEFFtags;ALT_EN;id\n;';{ids[0]}\n;;{ids[1]}\n")));
        var (first, second) = (await OneAsync(app, ids[0]), await OneAsync(app, ids[1]));
        Assert.Equal(("", "B", "hero"), (first.AltEn, first.AltTr, string.Join('|', first.Tags)));
        Assert.Equal("A", second.AltEn);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_hundred_lines_take_as_many_statements_as_one(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 100);
        var import = app.Get<WordsImport>();
        Task RunAsync(params long[] some) => import.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes("id,title\n" + string.Concat(some.Select(id => $"{id},T{some.Length}\n")))), false, Actor.Portal, default);
        var one = await Statements.OfAsync(() => RunAsync(ids[0]));
        Assert.Equal(one, await Statements.OfAsync(() => RunAsync(ids)));
        Assert.Equal("T100", (await OneAsync(app, ids[99])).Title);
    }

    [Fact]
    public async Task Viewers_read_the_file_and_change_nothing_and_what_is_no_such_file_is_refused()
    {
        var app = apps.On(TestDatabase.Sqlite);
        using var viewer = app.Client(await app.NewKeyAsync(Role.Viewer));
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/assets/words.csv?search=nothing-like-this")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/assets/words.csv", Body("id\n1\n"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Admin.GetAsync("/api/assets/words.csv?sort=sideways")).StatusCode);
        foreach (var (wrong, kind) in ((string, ImportFaultKind)[])[("", ImportFaultKind.NoLines), ("title\nx\n", ImportFaultKind.MissingColumn), ("id,colour\n1,red\n", ImportFaultKind.UnknownColumn), ("id,title\n1,\"open\n", ImportFaultKind.OpenQuote)])
            Assert.Equal(kind, Assert.Single((await SendAsync(app, wrong, dryRun: true)).Faults, f => f.Kind == kind).Kind);
    }

    private static (int Lines, int Changed) Figures(WordsAnswer answer) => (answer.Lines, answer.Changed);

    private static async Task<WordsAnswer> SendAsync(MediaApp app, string csv, bool dryRun = false)
    {
        using var answer = await app.Admin.PostAsync($"/api/assets/words.csv?dryRun={dryRun}", Body(csv));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<WordsAnswer>(MediaApp.Json))!;
    }

    private static StringContent Body(string csv) => new(csv, Encoding.UTF8, "text/csv");

    private static async Task<AssetView> OneAsync(MediaApp app, long id) => (await app.Get<AssetList>().FindAsync(id, default))!;
}
