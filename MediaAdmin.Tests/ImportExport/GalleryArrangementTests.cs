using MediaAdmin.ImportExport;

namespace MediaAdmin.Tests.ImportExport;

public sealed class GalleryArrangementTests
{
    [Theory]
    [InlineData("1 2 3", "4", "1 2 3 4")]
    [InlineData("1 2 3", "3@1", "3 1 2")]
    [InlineData("1 2 3", "4@2", "1 4 2 3")]
    [InlineData("1 2 3", "4@2 5@2", "1 4 5 2 3")]
    [InlineData("1 2 3", "1@3 3@1", "3 2 1")]
    [InlineData("1 2 3", "2 1", "1 2 3")]
    [InlineData("", "1@30 2@10 3@20", "2 3 1")]
    [InlineData("1", "2@99", "1 2")]
    public void Named_pictures_go_to_their_places_and_the_others_stay_between_them(string current, string named, string after) =>
        Assert.Equal(Ids(after), GalleryArrangement.Arrange(Ids(current), Named(named)));

    [Fact]
    public void Whatever_is_named_nothing_is_lost_and_doing_it_again_changes_nothing()
    {
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var current = Shuffled(random, Enumerable.Range(1, random.Next(8)).Select(i => (long)i));
            var named = Shuffled(random, Enumerable.Range(1, 12).Select(i => (long)i)).Take(random.Next(8)).Select(a => (a, random.Next(2) == 0 ? (int?)null : random.Next(1, 12))).ToList();
            var once = GalleryArrangement.Arrange(current, named);
            Assert.Equal(current.Concat(named.Select(n => n.a)).Distinct().Order(), once.Order());
            Assert.Equal(once, GalleryArrangement.Arrange(once, named));
            var placed = named.Where(n => n.Item2 is not null).OrderBy(n => n.Item2).Select(n => (Asset: n.a, Place: n.Item2!.Value)).ToList();
            Assert.Equal(placed.Select(p => p.Asset), once.Where(a => placed.Any(p => p.Asset == a)));
            var others = once.Count - placed.Count;
            if (placed.DistinctBy(p => p.Place).Count() == placed.Count && placed.Index().All(p => p.Item.Place <= others + p.Index + 1)) Assert.All(placed, p => Assert.Equal(p.Asset, once[p.Place - 1]));
            Assert.Equal(current.Where(a => named.All(n => n.a != a || n.Item2 is null)), once.Where(a => current.Contains(a) && named.All(n => n.a != a || n.Item2 is null)));
        }
    }

    private static List<long> Shuffled(Random random, IEnumerable<long> ids) => [.. ids.OrderBy(_ => random.Next())];

    private static List<long> Ids(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];

    private static List<(long, int?)> Named(string text) =>
        [.. text.Split(' ').Select(n => n.Split('@')).Select(n => (long.Parse(n[0]), n.Length > 1 ? (int?)int.Parse(n[1]) : null))];
}
