using System.IO.Enumeration;

namespace MediaAdmin.Storage.Local;

/// <summary>A folder of the local store while it is walked through: adds up the versions of the picture that lies in it and leads to the folders below.</summary>
sealed class OpenFolder(string path) : IDisposable
{
    private static readonly EnumerationOptions Own = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    private IEnumerator<string>? _inner;

    public string Path => path;
    public long Bytes { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>A version of a picture was in it so far.</summary>
    public bool IsPicture { get; private set; }

    /// <summary>The next folder to walk through, or null when all that is in this one has been read.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public OpenFolder? Next()
    {
        try
        {
            _inner ??= Inner(path)?.GetEnumerator();
            while (_inner?.MoveNext() == true)
            {
                var files = StoredFiles.In(_inner.Current);
                if (files.Count == 0) return new(_inner.Current);
                (IsPicture, Bytes) = (true, Bytes + files.Bytes);
                if (files.ChangedAt > ChangedAt) ChangedAt = files.ChangedAt;
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The store's folder cannot be read: {e.Message}", StorageFault.Unavailable, inner: e);
        }
    }

    public void Dispose() => _inner?.Dispose();

    /// <summary>Null when it was deleted since it was seen.</summary>
    private static FileSystemEnumerable<string>? Inner(string path)
    {
        try
        {
            return new(path, (ref FileSystemEntry e) => e.ToFullPath(), Own) { ShouldIncludePredicate = (ref FileSystemEntry e) => e.IsDirectory };
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
