using MediaAdmin.Catalog;
using MediaAdmin.Portal.Parts;

namespace MediaAdmin.Tests.Portal;

public sealed class SelectionTests
{
    private readonly Selection _selection = new();
    private readonly GalleryPicture[] _shown = [.. Enumerable.Range(1, 6).Select(n => GallerySectionTests.Picture(n))];

    [Fact]
    public void A_press_chooses_a_picture_and_another_press_takes_it_back()
    {
        Press(2);
        Assert.True(_selection.Has(2));
        Press(2);
        Assert.Equal(0, _selection.Count);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(5, 2)]
    public void A_press_with_shift_chooses_everything_from_the_last_one_to_this(long first, long last)
    {
        Press(first);
        Press(last, range: true);
        Assert.Equal([2, 3, 4, 5], _selection.Assets.Order());
    }

    [Fact]
    public void After_a_picture_was_taken_back_shift_takes_back_too()
    {
        _selection.All(_shown);
        Press(2);
        Press(4, range: true);
        Assert.Equal([1, 5, 6], _selection.Assets.Order());
    }

    [Fact]
    public void Shift_without_anything_pressed_before_chooses_one() => Assert.Equal(1, After(() => Press(4, range: true)).Count);

    [Fact]
    public void A_range_goes_over_galleries_and_a_picture_in_two_of_them_is_chosen_once()
    {
        GalleryPicture[] shown = [.. _shown, _shown[0] with { VariantId = 5, Position = 1 }, _shown[1] with { VariantId = 5, Position = 2 }];
        _selection.Press(_shown[4], false, shown);
        _selection.Press(shown[6], true, shown);
        Assert.Equal([1, 5, 6], _selection.Assets.Order());
    }

    [Fact]
    public void What_left_the_page_is_no_longer_chosen()
    {
        _selection.All(_shown);
        _selection.Keep(_shown[..2]);
        Assert.Equal([1, 2], _selection.Assets.Order());
        _selection.Clear();
        Assert.Empty(_selection.Assets);
    }

    private void Press(long asset, bool range = false) => _selection.Press(_shown[asset - 1], range, _shown);

    private Selection After(Action act)
    {
        act();
        return _selection;
    }
}
