namespace MediaAdmin.Tests.Crash;

/// <summary>Pictures and the deletion queue of a portal, looked at from outside.</summary>
public sealed class DeletionBooks(string data)
{
    private const string Version = "0123456789abcdef.png";

    private readonly Books _books = new(data);

    /// <summary>So many pictures in the library, in a gallery and in the store; their ids in order.</summary>
    public long[] Shelve(long product, int count)
    {
        var first = _books.Read<long>("select coalesce(max(Id), 0) + 1 from Assets");
        _books.Write($"""
            with recursive n(i) as (select {first} union all select i + 1 from n where i < {first + count - 1})
            insert into Assets (Id, ClientId, FileName, ContentType, Bytes, Width, Height, Sha256, Store, StoreKey, StoreVersion, Title, AltEn, AltTr, Tags, CreatedBy, CreatedAt)
            select i, (select ClientId from Products where Id = {product}), i || '.png', 'image/png', 4, 1, 1, '', 'local', 'crash/' || i, '{Version}', '', '', '', '[]', 'user:1', 0 from n;
            insert into Placements (AssetId, ProductId, Position) select Id, {product}, Id from Assets where Id >= {first};
            """);
        long[] ids = [.. Enumerable.Range(0, count).Select(i => first + i)];
        foreach (var id in ids) File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_books.Store, "crash", $"{id}", Version)).FullName, "original.png"), [1, 2, 3, 4]);
        return ids;
    }

    public long Entries(string where) => _books.Count("Deletions", where);

    public void EmptyStore()
    {
        foreach (var folder in Directory.GetDirectories(_books.Store)) Directory.Delete(folder, recursive: true);
    }

    public void Write(string sql) => _books.Write(sql);

    /// <summary>
    /// What is live has its row, its place and its file; what was deleted has none of them, and one story that ended. Beside these there is nothing, and no file was
    /// taken out of the store before its undo window was over.
    /// </summary>
    public void MustAgree(IReadOnlyCollection<long> live, IReadOnlyCollection<long> deleted)
    {
        foreach (var database in (string[])["media.db", "jobs.db"]) Assert.Equal("ok", _books.Read<string>("pragma integrity_check", database));
        Assert.Equal(live.Order(), Ids("select group_concat(Id) from Assets where TrashedAt is null"));
        Assert.Equal(live.Order(), Ids("select group_concat(AssetId) from Placements where TrashId is null"));
        Assert.Equal((live.Count, live.Count), (_books.Count("Assets"), _books.Count("Placements")));
        Assert.Equal(live.Order(), _books.StoredFiles.Select(f => long.Parse(f.Split(Path.DirectorySeparatorChar)[^3])).Order());
        Assert.Equal(deleted.Order(), Ids("select group_concat(AssetId) from Deletions where State in ('Deleted', 'AlreadyGone') and EndedAt is not null"));
        Assert.Equal(0, Entries("State not in ('Deleted', 'AlreadyGone', 'Undone')"));
        Assert.Equal(0, Entries("TriedAt < NotBefore"));
        Assert.Equal(0, Entries("State = 'Undone' and TriedAt is not null"));
    }

    private IEnumerable<long> Ids(string sql) => _books.Read<string>(sql) is { Length: > 0 } list ? list.Split(',').Select(long.Parse).Order() : [];
}
