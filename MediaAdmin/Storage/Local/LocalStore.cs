using System.Runtime.CompilerServices;

namespace MediaAdmin.Storage.Local;

/// <summary>
/// The store that needs no account: files under one folder. A picture lies in a folder of its own, <c>{key}/{version}/</c>, where the version
/// is the beginning of its SHA-256 and its file type; a new content is a new folder and so a new address.
/// </summary>
public sealed class LocalStore(string root) : IMediaStore
{
    public const string StoreName = "local";

    private static readonly Dictionary<string, string> Extensions = new()
    {
        ["image/jpeg"] = "jpg",
        ["image/png"] = "png",
        ["image/webp"] = "webp",
        ["image/gif"] = "gif",
        ["image/avif"] = "avif",
    };

    /// <summary>One hand at a time on a key: two runs of one job may put it at the same moment. Keys share a few locks, so none is left behind.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>
    /// The store in this folder, which is made when there is none; from then on a missing folder is a fault. When it cannot be made, every use of the store
    /// says that it is unavailable: a disk that comes back an hour later must not have cost anything.
    /// </summary>
    public static LocalStore Open(string root)
    {
        try { Directory.CreateDirectory(root); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
        return new(root);
    }

    public string Name => StoreName;

    public int DeletesPerCall => 1000;

    public async Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct)
    {
        if (!Extensions.TryGetValue(picture.Original.ContentType, out var extension))
            throw new StorageException($"The local store does not keep {picture.Original.ContentType}.", StorageFault.Refused);
        var stored = new StoredPicture(StoreName, picture.Key, $"{picture.Sha256[..16]}.{extension}");
        var folder = Folder(stored);
        var turn = Turn(picture.Key);
        await turn.WaitAsync(ct);
        try
        {
            Create(folder);
            foreach (var (size, file) in picture.Renditions)
                await DurableFile.LinkOrCopyAsync(file.Path, Path.Combine(folder, FileName(stored, size)), null, ct);
            await DurableFile.LinkOrCopyAsync(picture.Original.Path, Path.Combine(folder, FileName(stored, PictureSize.Original)), progress, ct);
            DurableFile.FlushDirectory(folder);
            return stored;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The store's folder cannot be written: {e.Message}", StorageFault.Unavailable, inner: e);
        }
        finally
        {
            turn.Release();
        }
    }

    public Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct)
    {
        var path = Path.Combine(Folder(picture), FileName(picture, PictureSize.Original));
        if (IsOwnFile(path)) return Task.FromResult<Stream?>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true));
        RequireRoot();
        return Task.FromResult<Stream?>(null);
    }

    /// <summary>One folder after the other; what was taken out of a folder is made to last once for all that lay in it.</summary>
    public async Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        RequireRoot();
        var (outcomes, changed) = (new Dictionary<string, DeleteOutcome>(), new HashSet<string>());
        foreach (var key in keys)
        {
            if (!TryUnder(key, out var folder))
            {
                outcomes[key] = DeleteOutcome.Failed($"'{key}' is not a key of the local store.");
                continue;
            }
            var turn = Turn(key);
            await turn.WaitAsync(ct);
            try
            {
                outcomes[key] = Delete(folder);
                if (outcomes[key].Result == DeleteResult.Deleted) changed.Add(Directory.Exists(folder) ? folder : Path.GetDirectoryName(folder)!);
            }
            finally
            {
                turn.Release();
            }
        }
        foreach (var parent in changed) DurableFile.FlushDirectory(parent);
        return outcomes;
    }

    public Task<bool> IsServedAsync(StoredPicture picture, CancellationToken ct) =>
        Task.FromResult(IsOwnFile(Path.Combine(Folder(picture), FileName(picture, PictureSize.Original))));

    /// <summary>
    /// Walks down one folder after the other and holds only those on the way open, so memory stays flat however many pictures lie side by side.
    /// What is deleted meanwhile is passed over; what others have put into the folder is none of the portal's.
    /// </summary>
    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield(); // a walk through folders blocks: not on the caller's thread
        RequireRoot();
        var open = new Stack<OpenFolder>([new(root)]);
        try
        {
            while (open.TryPeek(out var folder))
            {
                ct.ThrowIfCancellationRequested();
                if (folder.Next() is { } inner)
                {
                    open.Push(inner);
                    continue;
                }
                open.Pop().Dispose();
                if (folder.IsPicture && folder.Path != root) yield return new(Path.GetRelativePath(root, folder.Path).Replace('\\', '/'), folder.Bytes, folder.ChangedAt);
            }
        }
        finally
        {
            foreach (var folder in open) folder.Dispose();
        }
        RequireRoot(); // a disk that was taken away in the middle looks like folders that were deleted
    }

    public string Address(StoredPicture picture, PictureSize size) =>
        $"{LocalStoreApi.Prefix}/{string.Join('/', picture.Key.Split('/').Select(Uri.EscapeDataString))}/{picture.Version}/{FileName(picture, size)}";

    /// <summary>The file behind the path of an address, or null: unknown, or an attempt to leave the store's folder.</summary>
    internal string? Find(string path) => TryUnder(path, out var file) && IsOwnFile(file) ? file : null;

    /// <summary>The versions of this picture and its folder; pictures whose keys only begin the same stay.</summary>
    private static DeleteOutcome Delete(string folder)
    {
        try
        {
            if (!Directory.Exists(folder)) return DeleteOutcome.AlreadyGone;
            var outcome = DeleteOutcome.AlreadyGone;
            foreach (var inner in Directory.GetDirectories(folder))
            {
                var files = StoredFiles.In(inner);
                if (files.Count == 0 && Directory.EnumerateFileSystemEntries(inner).Any()) continue;
                Directory.Delete(inner, recursive: true);
                if (files.Count > 0) outcome = DeleteOutcome.Deleted;
            }
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
            return outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DeleteOutcome.Failed($"The store's folder cannot be changed: {e.Message}");
        }
    }

    /// <summary>A disk that is not mounted has deleted nothing, holds nothing, and is no proof that a picture is lost.</summary>
    private void RequireRoot()
    {
        if (!Directory.Exists(root)) throw new StorageException($"The store's folder {root} is not there.", StorageFault.Unavailable);
    }

    private SemaphoreSlim Turn(string key) => _turns[(uint)key.GetHashCode(StringComparison.Ordinal) % (uint)_turns.Length];

    private static string FileName(StoredPicture picture, PictureSize size) =>
        size == PictureSize.Original ? $"original{Path.GetExtension(picture.Version)}" : $"{size.ToString().ToLowerInvariant()}.webp";

    private string Folder(StoredPicture picture) => Under($"{picture.Key}/{picture.Version}");

    private string Under(string key) => TryUnder(key, out var path)
        ? path
        : throw new StorageException($"'{key}' is not a key of the local store.", StorageFault.Refused);

    private bool TryUnder(string key, out string path)
    {
        path = "";
        var parts = key.Split('/');
        if (parts.Any(p => p is "" or "." or ".." || !p.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))) return false;
        path = Path.GetFullPath(Path.Combine([root, .. parts]));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>A file that is there and is reached without a link, which could point anywhere.</summary>
    private bool IsOwnFile(string file)
    {
        if (!File.Exists(file)) return false;
        for (var path = file; path.Length > root.Length; path = Path.GetDirectoryName(path)!)
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint)) return false;
        return true;
    }

    /// <summary>Creates the missing folders one by one, each made to last before the next.</summary>
    private void Create(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder)!;
        if (folder != root) Create(parent);
        Directory.CreateDirectory(folder);
        DurableFile.FlushDirectory(parent);
    }
}
