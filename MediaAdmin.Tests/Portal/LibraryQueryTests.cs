using MediaAdmin.Catalog;
using MediaAdmin.Portal.Library;

namespace MediaAdmin.Tests.Portal;

/// <summary>What the library shows, as it stands in the address.</summary>
public sealed class LibraryQueryTests
{
    [Fact]
    public void Everything_needs_no_query_and_every_filter_stands_in_the_address()
    {
        Assert.Equal("/library", new LibraryQuery().Address);
        Assert.Equal("/library?search=red%20lamp&client=LUM&product=7&type=image%2Fpng&tag=hero&uploader=user%3A1&from=2026-11-01&to=2026-11-20&unused=true&missingAlt=true&duplicates=true&minGalleries=2&sort=largest&view=list",
            new LibraryQuery("red lamp", "LUM", 7, "image/png", "hero", "user:1", new(2026, 11, 1), new(2026, 11, 20), true, true, true, 2, AssetSort.Largest, true).Address);
    }

    [Fact]
    public void Both_days_count_in_and_how_it_is_laid_out_changes_nothing_that_is_shown()
    {
        var query = new LibraryQuery(From: new(2026, 11, 1), To: new(2026, 11, 1), AsList: true);
        Assert.Equal(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), query.ToQuery().From);
        Assert.Equal(new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero), query.ToQuery().To);
        Assert.Equal((query with { AsList = false }).Shown, query.Shown);
        Assert.False(query.IsEverything);
        Assert.True(new LibraryQuery(Sort: AssetSort.Name, AsList: true).IsEverything);
    }

    [Theory]
    [InlineData("2026-11-20", true)]
    [InlineData("20.11.2026", false)]
    [InlineData("9999-12-31", false)] // there is no day after it
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_day_is_read_only_when_it_is_one(string? text, bool isDay) => Assert.Equal(isDay, LibraryQuery.ReadDay(text) is not null);

    [Theory]
    [InlineData("largest", AssetSort.Largest)]
    [InlineData("NAME", AssetSort.Name)]
    [InlineData("7", AssetSort.Newest)]
    [InlineData("sideways", AssetSort.Newest)]
    [InlineData(null, AssetSort.Newest)]
    public void An_order_that_there_is_not_shows_the_newest_first(string? name, AssetSort sort) => Assert.Equal(sort, LibraryQuery.ReadSort(name));
}
