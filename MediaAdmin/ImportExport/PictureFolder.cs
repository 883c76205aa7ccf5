using System.Security.Cryptography;
using MediaAdmin.Imaging;
using MediaAdmin.Imaging.Formats;

namespace MediaAdmin.ImportExport;

/// <summary>A file that a line names: where it lies, how long it is, the SHA-256 of its bytes as they are (lower-case hex).</summary>
public sealed record FoundFile(string Path, long Bytes, string Sha256);

/// <summary>The folder that holds the pictures of a catalogue file. What a line names lies in it: no path and no link leads out of it.</summary>
public sealed class PictureFolder(string root, long maxFileBytes)
{
    private const int Head = 4096; // enough to see past the comments in front of an <svg>

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The file, or the fault and its details; neither when there is no such file.</summary>
    public async Task<(FoundFile? File, (ImportFaultKind Kind, string[] Details)? Fault)> FindAsync(string name, CancellationToken ct)
    {
        if (name.Contains('\0')) return (null, null);
        var path = Path.GetFullPath(Path.Combine(_root, name.Replace('\\', '/')));
        if (!path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return (null, (ImportFaultKind.FileOutside, [name]));
        if (!File.Exists(path)) return (null, null);
        if (LeadsOut(path)) return (null, (ImportFaultKind.FileOutside, [name]));
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (file.Length > maxFileBytes) return (null, (ImportFaultKind.FileTooLarge, [name, $"{file.Length}", $"{maxFileBytes}"]));
            if (Refusal(file) is { } refusal) return (null, (ImportFaultKind.Refused, [name, $"{refusal}"]));
            return (new(path, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct))), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, (ImportFaultKind.FileUnreadable, [name, e.Message]));
        }
    }

    /// <summary>What the first bytes tell already; the rest is told when the picture is decoded.</summary>
    private static Refusal? Refusal(FileStream file)
    {
        Span<byte> head = stackalloc byte[Head];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (head.IsEmpty) return Imaging.Refusal.Empty;
        return PictureTypes.Sniff(head) is null ? OtherFile.Refuse(head).Reason : null;
    }

    private bool LeadsOut(string path)
    {
        for (var part = path; part.Length > _root.Length; part = Path.GetDirectoryName(part)!)
            if (File.GetAttributes(part).HasFlag(FileAttributes.ReparsePoint)) return true;
        return false;
    }
}
