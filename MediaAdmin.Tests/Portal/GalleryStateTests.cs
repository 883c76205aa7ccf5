using MediaAdmin.Catalog;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Portal.Products;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

public sealed class GalleryStateTests
{
    private readonly GalleryState _gallery = new();

    public GalleryStateTests() => _gallery.Show(Product());

    [Fact]
    public void A_stored_upload_keeps_its_tile_until_the_gallery_holds_the_picture()
    {
        var upload = Some.Upload(UploadState.Stored, asset: 1);
        _gallery.Hear(Some.News(upload), "user:1");
        Assert.Single(Own.Arriving);

        _gallery.Show(Product(1));
        Assert.Empty(Own.Arriving);
        Assert.Single(Own.Pictures);
        Assert.Equal(upload.Id, _gallery.CameBy(1));

        _gallery.Show(Product());
        Assert.Empty(Own.Arriving);
    }

    [Fact]
    public void News_that_came_while_the_page_was_reading_is_newer_than_what_it_read()
    {
        var upload = Some.Upload(UploadState.Storing);
        _gallery.Hear(Some.News(upload), "user:1");
        _gallery.Show([upload with { State = UploadState.Receiving }]);
        Assert.Equal(UploadState.Storing, Assert.Single(Own.Arriving).State);
    }

    [Fact]
    public void Ones_own_run_of_uploads_is_summed_up_once_when_all_have_ended()
    {
        var (first, second) = (Some.Upload(UploadState.Receiving), Some.Upload(UploadState.Receiving));
        Assert.Null(_gallery.Hear(Some.News(first, second), "user:1"));
        Assert.Null(_gallery.Hear(Some.News(first with { State = UploadState.Stored, AssetId = 1 }), "user:1"));
        var ended = _gallery.Hear(Some.News(second with { State = UploadState.Failed, Fault = UploadFault.Damaged }), "user:1");
        Assert.Equal(new UploadSummary(1, 1, 0), ended);
        Assert.Null(_gallery.Hear(Some.News(second with { State = UploadState.Failed }), "user:1"));
    }

    [Fact]
    public void Somebody_elses_uploads_are_shown_but_not_summed_up()
    {
        var upload = Some.Upload(UploadState.Receiving, owner: "user:2");
        _gallery.Hear(Some.News(upload), "user:1");
        Assert.Single(Own.Arriving);
        Assert.Null(_gallery.Hear(Some.News(upload with { State = UploadState.Stored }), "user:1"));
    }

    private GallerySection Own => _gallery.Sections[0];

    private static ProductView Product(params long[] assets) =>
        new(7, "CUPS", "Cups", "CUP", "Cup", 1, [new(5, "CUP-RED", "Red")], [.. assets.Select(GallerySectionTests.Picture)]);
}
