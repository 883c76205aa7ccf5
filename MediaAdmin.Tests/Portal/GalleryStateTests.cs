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
    public void The_new_file_of_a_picture_stands_in_its_place_until_the_gallery_shows_it()
    {
        var upload = Some.Upload(UploadState.Storing) with { ReplacesAssetId = 1 };
        _gallery.Show(Product(1));
        _gallery.Hear(Some.News(upload), "user:1");
        Assert.Empty(Own.Arriving);
        Assert.Equal(upload, _gallery.Replacement(1));

        _gallery.Hear(Some.News(upload with { State = UploadState.Stored, AssetId = 1, Thumbnail = "/media/new" }), "user:1");
        Assert.NotNull(_gallery.Replacement(1));
        _gallery.Change(Product(1) with { Pictures = [GallerySectionTests.Picture(1) with { Thumbnail = "/media/new" }] });
        Assert.Null(_gallery.Replacement(1));
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

    [Fact]
    public void What_left_the_gallery_stands_in_its_place_for_the_moment_of_its_fading_and_the_next_is_the_main_picture()
    {
        _gallery.Show(Product(1, 2, 3, 4));
        var left = _gallery.Change(Product(2, 4));
        Assert.Equal([(1, true), (2, false), (3, true), (4, false)], Tiles());
        Assert.Equal([2, 4], Own.Pictures.Select(p => p.AssetId));
        _gallery.Settle(left);
        Assert.Equal([(2, false), (4, false)], Tiles());
    }

    [Fact]
    public void Two_fadings_end_each_in_its_own_time_and_an_undo_ends_one_at_once()
    {
        _gallery.Show(Product(1, 2, 3, 4));
        var first = _gallery.Change(Product(2, 3, 4));
        var second = _gallery.Change(Product(3, 4));
        _gallery.Settle(first);
        Assert.Equal([(2, true), (3, false), (4, false)], Tiles());
        _gallery.Change(Product(2, 3));
        Assert.Equal([(2, false), (3, false), (4, true)], Tiles());
        _gallery.Settle(second);
        Assert.Equal([(2, false), (3, false), (4, true)], Tiles());
    }

    [Fact]
    public void A_reading_that_began_earlier_and_ended_later_changes_nothing()
    {
        _gallery.Show(Product(1, 2) with { GalleryVersion = 3 });
        Assert.Empty(_gallery.Change(Product(1) with { GalleryVersion = 2 }));
        Assert.Equal(2, Own.Pictures.Count);
    }

    [Theory]
    [InlineData(2, new long[] { 1, 3 }, 3)]
    [InlineData(3, new long[] { 1 }, 1)]
    [InlineData(1, new long[] { }, null)]
    public void In_the_large_view_the_next_picture_takes_the_place_of_one_that_left(long open, long[] left, int? shown)
    {
        _gallery.Show(Product(1, 2, 3));
        _gallery.Open = _gallery.Product!.Pictures.Single(p => p.AssetId == open);
        _gallery.Change(Product(left));
        Assert.Equal(shown, _gallery.Open?.AssetId);
    }

    [Fact]
    public void What_left_is_no_longer_chosen()
    {
        _gallery.Show(Product(1, 2, 3));
        _gallery.Chosen.All(_gallery.Product!.Pictures);
        _gallery.Change(Product(1, 3));
        Assert.Equal([1, 3], _gallery.Chosen.Assets.Order());
    }

    private (int, bool)[] Tiles() => [.. Own.Tiles().Select(t => ((int)t.Picture.AssetId, t.IsLeaving))];

    private GallerySection Own => _gallery.Sections[0];

    private static ProductView Product(params long[] assets) =>
        new(7, "CUPS", "Cups", "CUP", "Cup", 1, [new(5, "CUP-RED", "Red")], [.. assets.Select(GallerySectionTests.Picture)]);
}
