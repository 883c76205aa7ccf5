namespace MediaAdmin.Catalog;

/// <summary>How lists are cut into pages. A page beyond the last one is empty: whoever reads page by page has then seen all.</summary>
static class Paging
{
    /// <summary>A list that is short enough to be its own only page.</summary>
    public static Page<T> Whole<T>(IReadOnlyList<T> items, int page) =>
        new(page > 1 ? [] : items, items.Count, Math.Max(1, page), items.Count);

    public static int Pages(int total, int size) => Math.Max(1, (total + size - 1) / Math.Max(1, size));

    /// <summary>How many items come before this page; beyond the end all of them, however large the number.</summary>
    public static int Before(int number, int size, int total) => (int)Math.Min((number - 1L) * size, total);
}
