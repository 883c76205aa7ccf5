namespace MediaAdmin.ImportExport;

/// <summary>
/// Where the pictures of a gallery stand after lines have named some of them. A line with a position puts its picture at that place; one without leaves it where it is,
/// or at the end when it is new. What no line names stays in its order between them. Doing it again changes nothing.
/// </summary>
static class GalleryArrangement
{
    /// <param name="current">The pictures shown now, in order.</param>
    /// <param name="named">Those that lines name, each once, with their places from 1.</param>
    public static IReadOnlyList<long> Arrange(IReadOnlyList<long> current, IReadOnlyList<(long Asset, int? Position)> named)
    {
        var placed = named.Where(n => n.Position is not null).Select(n => n.Asset).ToHashSet();
        var order = current.Where(a => !placed.Contains(a)).ToList();
        order.AddRange(named.Where(n => n.Position is null && !current.Contains(n.Asset)).Select(n => n.Asset));
        var last = -1;
        foreach (var (asset, position) in named.Where(n => n.Position is not null).OrderBy(n => n.Position))
        {
            last = Math.Min(Math.Max(position!.Value - 1, last + 1), order.Count);
            order.Insert(last, asset);
        }
        return order;
    }

    /// <summary>How many of those that were there already stand in another place among themselves.</summary>
    public static int Moved(IReadOnlyList<long> before, IReadOnlyList<long> after)
    {
        var known = before.ToHashSet();
        return before.Zip(after.Where(known.Contains)).Count(pair => pair.First != pair.Second);
    }
}
