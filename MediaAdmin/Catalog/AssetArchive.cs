using System.IO.Compression;
using MediaAdmin.Data;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>Packs original files into a ZIP while it is being read: no file is ever whole in memory, however many there are.</summary>
public sealed class AssetArchive(IDbContextFactory<MediaDb> dbs, IMediaStore store)
{
    /// <summary>In the archive when files were missing: their names.</summary>
    public const string Missing = "missing.txt";

    /// <summary>So many rows are read at a time, so that no reader stays open for as long as a slow line takes.</summary>
    private const int Stretch = 500;

    /// <summary>Pictures of the same name are told apart by a number: <c>front.jpg</c>, <c>front (2).jpg</c>. The files are packed as they are: pictures do not become smaller.</summary>
    /// <exception cref="StorageException">The store cannot be read; what was written so far is no archive.</exception>
    public async Task WriteAsync(AssetChoice choice, Stream destination, CancellationToken ct)
    {
        await using var written = new AsyncOnly(destination);
        await PackAsync(choice, written, ct);
        await written.FlushAsync(ct);
    }

    private async Task PackAsync(AssetChoice choice, Stream destination, CancellationToken ct)
    {
        await using var archive = await ZipArchive.CreateAsync(destination, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        HashSet<string> taken = new([Missing], StringComparer.OrdinalIgnoreCase);
        List<string> missing = [];
        for (var stretch = await ReadAsync(choice, 0, ct); stretch.Count > 0; stretch = await ReadAsync(choice, stretch[^1].Id, ct))
        {
            foreach (var file in stretch)
            {
                await using var bytes = await store.OpenAsync(file.Picture, ct);
                if (bytes is null) missing.Add(file.Name);
                else await PackAsync(archive, Unique(file.Name, taken), file.At, bytes, ct);
            }
        }
        if (missing.Count == 0) return;
        await using var list = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', missing) + '\n'));
        await PackAsync(archive, Missing, DateTimeOffset.UnixEpoch.AddYears(10), list, ct); // ZIP knows no earlier year
    }

    private async Task<List<Packed>> ReadAsync(AssetChoice choice, long after, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await choice.In(db).Where(a => a.Id > after).OrderBy(a => a.Id).Take(Stretch)
            .Select(a => new Packed(a.Id, a.FileName, a.CreatedAt, new StoredPicture(a.Store, a.StoreKey, a.StoreVersion))).ToListAsync(ct);
    }

    private static async Task PackAsync(ZipArchive archive, string name, DateTimeOffset at, Stream bytes, CancellationToken ct)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = at;
        await using var packed = await entry.OpenAsync(ct);
        await bytes.CopyToAsync(packed, ct);
    }

    /// <summary>A name that unpacks into the folder one chose and nowhere else.</summary>
    private static string Unique(string name, HashSet<string> taken)
    {
        var plain = name.Replace('/', '_').Replace('\\', '_');
        var unique = plain;
        for (var n = 2; !taken.Add(unique); n++) unique = $"{Path.GetFileNameWithoutExtension(plain)} ({n}){Path.GetExtension(plain)}";
        return unique;
    }

    private sealed record Packed(long Id, string Name, DateTimeOffset At, StoredPicture Picture);
}
