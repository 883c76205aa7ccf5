using MediaAdmin.Catalog;
using MediaAdmin.Portal.Variants;

namespace MediaAdmin.Tests.Portal.Variants;

/// <summary>What is chosen, selected and shown on the board.</summary>
public sealed class BoardStateTests
{
    private readonly BoardState _board = new();

    public BoardStateTests() => _board.Show(Boards.Product(5, [(null, 1), (null, 2), (12, 3), (12, 1), (12, 4)]));

    [Fact]
    public void A_variant_shows_its_own_pictures_or_else_those_of_the_product()
    {
        Assert.Equal([3, 1, 4], _board.Rows[1].Own.Select(p => p.AssetId));
        Assert.Empty(_board.Rows[1].Inherited);
        Assert.Empty(_board.Rows[0].Own);
        Assert.Equal([1, 2], _board.Rows[0].Inherited.Select(p => p.AssetId));
        _board.Only(BoardFilter.Inheriting);
        Assert.Equal([11, 13, 14, 15], _board.Rows.Select(r => r.Draft.Key));
    }

    [Fact]
    public void A_range_becomes_what_the_last_one_became_and_only_over_what_is_shown()
    {
        _board.Select(11, range: false);
        _board.Select(14, range: true);
        Assert.Equal([11, 12, 13, 14], _board.Selected);
        _board.Select(12, range: false);
        _board.Select(13, range: true);
        Assert.Equal([11, 14], _board.Selected);
        _board.SelectAll(false);
        _board.Find("variant 13");
        _board.SelectAll(true);
        Assert.Equal([13], _board.Selected);
        Assert.True(_board.AllSelected);
    }

    [Fact]
    public void What_is_about_to_go_is_not_selected_and_what_is_gone_is_not_chosen()
    {
        _board.SelectAll(true);
        _board.ChooseAll(true);
        _board.Edit(d => d.Remove(11));
        Assert.Equal([12, 13, 14, 15], _board.Selected);
        Assert.Equal([1, 2], _board.Chosen);
        Assert.Equal(0, _board.PlacesLost);
        _board.Edit(d => d.Remove(12));
        Assert.Equal(3, _board.PlacesLost);
        _board.Show(Boards.Product(3, [(null, 2)]));
        Assert.Equal([2], _board.Chosen);
        Assert.Equal([13], _board.Selected);
    }

    [Fact]
    public void A_dragged_picture_carries_the_chosen_ones_and_lands_on_the_selected_ones_if_it_is_among_them()
    {
        _board.Choose(1);
        _board.Choose(2);
        _board.Select(11, range: false);
        _board.Select(13, range: false);
        Assert.Equal([1, 2], _board.CarriedWith(2));
        Assert.Equal([4], _board.CarriedWith(4));
        Assert.Equal([11, 13], _board.TargetsOf(13));
        Assert.Equal([14], _board.TargetsOf(14));
    }

    [Theory]
    [InlineData(1, 1, "1,3,4")]
    [InlineData(3, 3, "1,4,3")]
    [InlineData(4, 0, "4,3,1")]
    [InlineData(3, 99, "1,4,3")]
    [InlineData(3, 1, null)]
    [InlineData(9, 1, null)]
    public void A_moved_picture_stands_at_its_new_place_before_the_database_knows(long asset, int place, string? order)
    {
        var wished = _board.MovePicture(12, asset, place);
        Assert.Equal(order, wished is null ? null : string.Join(',', wished));
        Assert.Equal(order ?? "3,1,4", string.Join(',', _board.Rows[1].Own.Select(p => p.AssetId)));
        Assert.Equal([1, 2, 3], _board.Rows[1].Own.Select(p => p.Position));
    }

    [Fact]
    public void Nobody_is_told_off_for_an_empty_field_before_they_try_to_save()
    {
        var row = 0L;
        _board.Edit(d => d.Write(row = d.Add(), sku: "X"));
        Assert.Equal(0, _board.Faulty);
        _board.BeStrict(true);
        Assert.Equal([VariantProblem.NameMissing], _board.Rows.Single(r => r.Draft.Key == row).Faults.Select(f => f.Problem));
        _board.Edit(d => d.Write(11, name: ""));
        Assert.Equal(2, _board.Faulty);
    }

    [Fact]
    public void Rows_that_ask_for_something_stay_shown_while_they_are_mended()
    {
        _board.Edit(d => d.Write(11, sku: "V-15"));
        _board.Only(BoardFilter.Asking);
        Assert.Equal([15], _board.Rows.Select(r => r.Draft.Key)); // the first that has it is right
        _board.Edit(d => d.Write(15, sku: "V-16"));
        Assert.Equal((0, 15), (_board.Faulty, Assert.Single(_board.Rows).Draft.Key));
    }

    [Fact]
    public void A_row_is_found_by_its_old_name_while_it_gets_a_new_one()
    {
        _board.Find("VARİANT 11");
        _board.Edit(d => d.Write(11, name: "Ruby"));
        Assert.Equal("Ruby", Assert.Single(_board.Rows).Draft.Name);
        _board.Find("ruby v-1");
        Assert.Single(_board.Rows);
    }
}

static class Boards
{
    /// <summary>A product with so many variants, ids from 11; pictures by variant (null: the product's own) and asset, in order.</summary>
    public static ProductView Product(int variants, (long? Variant, long Asset)[] pictures) => new(
        7, "CUPS", "Cups", "CUP", "Cup", 1, [.. Enumerable.Range(11, variants).Select(n => new VariantView(n, $"V-{n}", $"Variant {n}"))],
        [.. pictures.GroupBy(p => p.Variant).SelectMany(g => g.Select((p, n) => GallerySectionTests.Picture(p.Asset) with { VariantId = p.Variant, Position = n + 1 }))]);
}
