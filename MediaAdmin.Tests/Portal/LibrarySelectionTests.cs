using MediaAdmin.Portal.Library;

namespace MediaAdmin.Tests.Portal;

/// <summary>Choosing pictures of a library that is larger than what is shown of it.</summary>
public sealed class LibrarySelectionTests
{
    private readonly LibrarySelection _chosen = new();

    [Fact]
    public void A_press_chooses_and_the_next_takes_back()
    {
        Press(4);
        Assert.Equal([4], _chosen.Choice.AssetIds!);
        Press(4);
        Assert.Equal(0, _chosen.Count);
    }

    [Fact]
    public async Task A_range_becomes_what_the_last_one_became_in_either_direction()
    {
        Press(6);
        await PressToAsync(3);
        Assert.Equal([3, 4, 5, 6], _chosen.Choice.AssetIds!.Order());
        Press(4);
        await PressToAsync(6);
        Assert.Equal([3], _chosen.Choice.AssetIds!);
    }

    [Fact]
    public async Task A_range_with_no_beginning_is_one_picture()
    {
        await PressToAsync(5);
        Assert.Equal([5], _chosen.Choice.AssetIds!);
    }

    [Fact]
    public async Task All_that_match_are_chosen_by_the_filter_itself_and_some_can_be_taken_back()
    {
        _chosen.All(new(Search: "lamp"), 100_000, Some.Noon.AddMinutes(1));
        Assert.Equal(100_000, _chosen.Count);
        Press(4);
        await PressToAsync(6);
        Assert.Equal(99_997, _chosen.Count);
        Assert.Equal("lamp", _chosen.Choice.Filter!.Search);
        Assert.Equal([4, 5, 6], _chosen.Choice.AssetIds!.Order());
        Assert.True(_chosen.Has(LibraryParts.Asset(7)));
        Assert.False(_chosen.Has(LibraryParts.Asset(5)));
        Press(5);
        Assert.True(_chosen.Has(LibraryParts.Asset(5)));
    }

    [Fact]
    public void What_arrives_after_all_were_chosen_is_not_chosen_with_them()
    {
        _chosen.All(new(), 10, Some.Noon);
        Assert.False(_chosen.Has(LibraryParts.Asset(11, at: Some.Noon.AddSeconds(1))));
        Assert.True(_chosen.Has(LibraryParts.Asset(10, at: Some.Noon.AddSeconds(-1))));
        Assert.Equal(Some.Noon, _chosen.Choice.Filter!.To);
    }

    [Fact]
    public void Nothing_is_chosen_any_more_once_it_is_cleared()
    {
        _chosen.All(new(), 10, Some.Noon);
        _chosen.Clear();
        Assert.Equal(0, _chosen.Count);
        Assert.Null(_chosen.Choice.Filter);
        Assert.False(_chosen.Has(LibraryParts.Asset(1)));
    }

    private void Press(long id) => _chosen.Press(LibraryParts.Asset(id), (int)id);

    /// <summary>In this library the picture at each place has the place's number.</summary>
    private Task PressToAsync(long id) => _chosen.PressToAsync(LibraryParts.Asset(id), (int)id,
        (first, count) => Task.FromResult<IReadOnlyList<long>>([.. Enumerable.Range(first, count).Select(n => (long)n)]));
}
