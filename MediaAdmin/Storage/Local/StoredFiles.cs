using System.IO.Enumeration;

namespace MediaAdmin.Storage.Local;

/// <summary>The files of one version of a picture, told by their names: how many, their bytes, the latest change. What others have put beside them does not count.</summary>
readonly record struct StoredFiles(int Count, long Bytes, DateTimeOffset ChangedAt)
{
    private static readonly string[] Names = [.. Enum.GetNames<PictureSize>().Select(n => n.ToLowerInvariant())];

    /// <summary>None when the folder is no version, or is not there any more.</summary>
    public static StoredFiles In(string folder)
    {
        try
        {
            var sum = new StoredFiles();
            foreach (var (bytes, changed) in new FileSystemEnumerable<(long Bytes, DateTimeOffset Changed)>(folder, (ref FileSystemEntry e) => (e.Length, e.LastWriteTimeUtc)) { ShouldIncludePredicate = IsOne })
                sum = new(sum.Count + 1, sum.Bytes + bytes, changed > sum.ChangedAt ? changed : sum.ChangedAt);
            return sum;
        }
        catch (DirectoryNotFoundException)
        {
            return new();
        }
    }

    private static bool IsOne(ref FileSystemEntry entry)
    {
        var dot = entry.FileName.IndexOf('.');
        if (dot < 0 || entry.IsDirectory) return false;
        foreach (var name in Names)
            if (entry.FileName[..dot].SequenceEqual(name)) return true;
        return false;
    }
}
