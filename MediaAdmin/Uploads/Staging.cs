using MediaAdmin.Imaging;
using MediaAdmin.Storage;

namespace MediaAdmin.Uploads;

/// <summary>
/// The folder where received bytes wait until the store has confirmed them. Every file is named by its upload's id, never by what a stranger called it;
/// how much of an upload is here is the length of its file, nothing else.
/// </summary>
public sealed class Staging
{
    private readonly string _root;

    public Staging(string root)
    {
        _root = root;
        Directory.CreateDirectory(root);
    }

    public string Root => _root;

    public string Bytes(Guid upload) => Path.Combine(_root, upload.ToString("N"));

    /// <summary>The same picture without GPS and camera data, when there was some to take out.</summary>
    public string Clean(Guid upload) => Bytes(upload) + ".clean";

    public IReadOnlyDictionary<PictureSize, Rendition> Renditions(Guid upload) => new Dictionary<PictureSize, Rendition>
    {
        [PictureSize.Preview] = new(PictureSizes.Preview, Bytes(upload) + ".preview"),
        [PictureSize.Thumbnail] = new(PictureSizes.Thumbnail, Bytes(upload) + ".thumbnail"),
    };

    /// <summary>Bytes here: 0 when nothing has arrived yet. What waits for its checksum does not count.</summary>
    public long Length(Guid upload) =>
        new FileInfo(Bytes(upload)) is { Exists: true } file ? Math.Min(file.Length, VerifiedUpTo(upload) ?? long.MaxValue) : 0;

    public bool Has(Guid upload, long length) => File.Exists(Bytes(upload)) && Length(upload) == length;

    /// <summary>Opens the file for the one writer: a second one, also of another process, is refused by the lock that the handle holds.</summary>
    public FileStream OpenForWriting(Guid upload)
    {
        DropUnverified(upload);
        return new(Bytes(upload), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
    }

    /// <summary>Notes that what follows <paramref name="offset"/> must not count before its checksum was verified, whatever happens to this process.</summary>
    public void BeginUnverified(Guid upload, long offset)
    {
        File.WriteAllText(Unverified(upload), FormattableString.Invariant($"{offset}"));
        DurableFile.Flush(Unverified(upload));
        DurableFile.FlushDirectory(_root);
    }

    public void EndUnverified(Guid upload) => File.Delete(Unverified(upload));

    /// <summary>Cuts off what a process that died had not verified.</summary>
    public void DropUnverified(Guid upload)
    {
        if (VerifiedUpTo(upload) is not { } offset) return;
        using (var file = File.OpenHandle(Bytes(upload), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            if (RandomAccess.GetLength(file) > offset) RandomAccess.SetLength(file, offset);
        File.Delete(Unverified(upload));
    }

    public void Remove(Guid upload)
    {
        foreach (var path in (string[])[Bytes(upload), Clean(upload), Unverified(upload), .. Renditions(upload).Values.Select(r => r.Path)]) File.Delete(path);
    }

    /// <summary>A new file of no upload, for work that takes it away itself; what a crash leaves of it is a leftover like any other.</summary>
    public string Scratch(string ending) => Bytes(Guid.NewGuid()) + ending;

    public DateTimeOffset ChangedAt(Guid upload) => new(File.GetLastWriteTimeUtc(Bytes(upload)));

    /// <summary>The uploads that have any file here, each with the bytes of all its files and the time of the latest change.</summary>
    public IReadOnlyDictionary<Guid, (long Bytes, DateTimeOffset ChangedAt)> Held()
    {
        var held = new Dictionary<Guid, (long Bytes, DateTimeOffset ChangedAt)>();
        foreach (var (upload, file) in Files())
        {
            var (bytes, latest) = held.GetValueOrDefault(upload);
            if (!file.Exists) continue; // removed since it was seen
            var changed = new DateTimeOffset(file.LastWriteTimeUtc);
            held[upload] = (bytes + file.Length, changed > latest ? changed : latest);
        }
        return held;
    }

    /// <summary>Removes every file of these uploads, whatever it is for.</summary>
    public void Remove(IReadOnlySet<Guid> uploads)
    {
        foreach (var (upload, file) in Files())
            if (uploads.Contains(upload)) file.Delete();
    }

    private IEnumerable<(Guid Upload, FileInfo File)> Files()
    {
        foreach (var file in new DirectoryInfo(_root).EnumerateFiles())
            if (Guid.TryParseExact(file.Name.Split('.')[0], "N", out var upload)) yield return (upload, file);
    }

    /// <summary>Where the bytes begin that wait for their checksum; null when none do.</summary>
    private long? VerifiedUpTo(Guid upload)
    {
        try
        {
            return long.TryParse(File.ReadAllText(Unverified(upload)), out var offset) ? offset : 0;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string Unverified(Guid upload) => Bytes(upload) + ".unverified";
}
