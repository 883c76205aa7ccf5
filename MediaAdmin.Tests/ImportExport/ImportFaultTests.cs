using MediaAdmin.Catalog;
using MediaAdmin.Imaging;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>A fault is told with line, field and cure; its product stays as it was with all its lines, and every other product is imported.</summary>
public sealed class ImportFaultTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private const string Header = "client,sku,product,variant,file,position,title,sha256";

    [Theory]
    [InlineData("A,BAD,,,good.png,,,", "file", ImportFaultKind.DoubleLine)]
    [InlineData("A,BAD,Another name,,,,,", "product", ImportFaultKind.Contradiction)]
    [InlineData("A,BAD,,V,good.png,,Another title,", "title", ImportFaultKind.Contradiction)]
    [InlineData("A,BAD,,,missing.png,,,", "file", ImportFaultKind.FileMissing)]
    [InlineData("A,BAD,,,missing.png,,,0000000000000000000000000000000000000000000000000000000000000000", "file", ImportFaultKind.FileMissing)]
    [InlineData("A,BAD,,,../catalogue.csv,,,", "file", ImportFaultKind.FileOutside)]
    [InlineData("A,BAD,,,/etc/hostname,,,", "file", ImportFaultKind.FileOutside)]
    [InlineData("A,BAD,,,link/hostname,,,", "file", ImportFaultKind.FileOutside)]
    [InlineData("A,BAD,,,folder,,,", "file", ImportFaultKind.FileMissing)]
    [InlineData("A,BAD,,,huge.png,,,", "file", ImportFaultKind.FileTooLarge)]
    [InlineData("A,BAD,,,text.jpg,,,", "file", ImportFaultKind.Refused)]
    [InlineData("A,BAD,,,drawing.svg,,,", "file", ImportFaultKind.Refused)]
    [InlineData("A,BAD,,,empty.png,,,", "file", ImportFaultKind.Refused)]
    [InlineData("A,BAD,,,cut.png,,,", "file", ImportFaultKind.Refused)]
    [InlineData("A,BAD,,,folder/inner.png,0,,", "position", ImportFaultKind.BadPosition)]
    public async Task A_fault_leaves_its_product_out_and_no_other(string line, string field, ImportFaultKind kind)
    {
        foreach (var database in TestDatabases.All)
        {
            using var desk = Desk(apps.On(database));
            var report = await desk.ImportAsync(Header, "A,BAD,Bad,,good.png,,Title,", "A,GOOD,Good,,other.png,,,", line, "A,BAD,,,fine.png,,,");
            Assert.Equal((4, field, kind), report.Faults.Single() is var f ? (f.Line, f.Field, f.Kind) : default);
            Assert.Equal((1, 1, 1, 1), (report.Made, report.LeftOut, report.Stored, report.FaultCount));
            Assert.Equal("other.png", await desk.GalleryAsync("GOOD"));
            await using var db = await apps.On(database).DbAsync();
            Assert.False(await db.Set<Product>().AnyAsync(p => p.Sku == "BAD" && db.Set<Client>().Any(c => c.Id == p.ClientId && c.Code == desk.Client)));
        }
    }

    [Fact]
    public async Task A_file_that_is_no_catalogue_changes_nothing_at_all()
    {
        using var desk = Desk(apps.On(TestDatabase.Sqlite));
        await Assert.ThrowsAsync<UnreadableCatalogueException>(() => desk.ImportAsync(Header, "A,GOOD,Good,,other.png,,,", "A,BAD,\"Bad,,good.png,,,"));
        await using var db = await apps.On(TestDatabase.Sqlite).DbAsync();
        Assert.False(await db.Set<Client>().AnyAsync(c => c.Code == desk.Client));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Without_a_folder_pictures_are_found_in_the_library_by_name_nearest_first(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("1/front.png", "2/front.png", "only.png");
        await desk.ImportAsync(Header, "A,S1,S1,,1/front.png,,,", "A,S2,S2,,2/front.png,,,", "A,S3,S3,,only.png,,,");
        var report = await desk.RunAsync(desk.Write(Header,
            "A,S1,,,front.png,,Front of S1,", "A,S2,,V,front.png,,,", "A,S1,,,only.png,,,", "A,S3,,,front.png,,,", "A,S4,S4,,nowhere.png,,,", "A,S5,S5,,only.png,,,", "A,S5,,,some/where/only.png,,,"), files: false);
        Assert.Equal([(5, ImportFaultKind.SeveralInLibrary), (6, ImportFaultKind.NotInLibrary), (8, ImportFaultKind.SamePicture)], report.Faults.Select(f => (f.Line, f.Kind)));
        Assert.Equal((0, 2, 1), (report.Stored, report.Placed, report.Described));
        Assert.Equal("front.png only.png", await desk.GalleryAsync("S1"));
        Assert.Equal((await desk.ProductAsync("S2")).Pictures[0].AssetId, (await desk.ProductAsync("S2")).Pictures[1].AssetId);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_is_named_for_sure_by_its_SHA_256(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database)).With("1/front.png", "2/front.png");
        await desk.ImportAsync(Header, "A,S1,S1,,1/front.png,,,", "A,S2,S2,,2/front.png,,,");
        var sha = Journey.Sha256(await File.ReadAllBytesAsync(Path.Combine(desk.Folder, "2/front.png")));
        var report = await desk.RunAsync(desk.Write(Header, $"A,S3,S3,,front.png,,,{sha.ToUpperInvariant()}"), files: false);
        Assert.Empty(report.Faults);
        Assert.Equal((await desk.ProductAsync("S2")).Pictures.Single().AssetId, (await desk.ProductAsync("S3")).Pictures.Single().AssetId);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("tr")]
    public void Every_fault_has_a_sentence_with_its_cure(string language)
    {
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
        var (words, uploads) = (apps.On(TestDatabase.Sqlite).Get<IStringLocalizer<ImportWords>>(), apps.On(TestDatabase.Sqlite).Get<IStringLocalizer<UploadWords>>());
        foreach (var kind in Enum.GetValues<ImportFaultKind>())
        {
            var sentence = words.Fault(new(1, "file", kind, "one", "two", "three", nameof(Refusal.Svg)), uploads, new());
            Assert.DoesNotContain("Fault_", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain("{", sentence, StringComparison.Ordinal);
            Assert.True(kind == ImportFaultKind.StoreRefused || sentence.Count(c => c == '.') > 1 || sentence.Contains(". ", StringComparison.Ordinal), $"{kind} has no cure: {sentence}");
        }
    }

    private static ImportDesk Desk(MediaApp app)
    {
        var png = Pictures.Png(Random.Shared.Next(), bytes: 50_000);
        var desk = new ImportDesk(app).With("good.png", "other.png", "fine.png", "folder/inner.png").With("text.jpg", "not a picture"u8.ToArray()).With("empty.png", [])
            .With("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()).With("cut.png", png[..30_000]);
        using (var huge = File.Create(Path.Combine(desk.Folder, "huge.png"))) huge.SetLength((100 << 20) + 1);
        File.CreateSymbolicLink(Path.Combine(desk.Folder, "link"), "/etc");
        return desk;
    }
}
