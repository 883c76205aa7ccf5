using System.Runtime.InteropServices;

namespace MediaAdmin.Storage;

/// <summary>Files that must still be there after a power cut: their bytes are flushed, and so is the folder entry that names them.</summary>
public static partial class DurableFile
{
    private const int CopyBuffer = 1 << 20;

    /// <summary>Flushes a file's bytes to the disk.</summary>
    public static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Flushes a folder's entries: without it a file that was just created or renamed may be gone after a power cut (Linux, fsync(2)).</summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals its directory entries
        var directory = OpenDir(path);
        if (directory == 0) throw new IOException($"The folder {path} cannot be opened ({Marshal.GetLastPInvokeErrorMessage()}).");
        try
        {
            if (Fsync(DirFd(directory)) != 0) throw new IOException($"The folder {path} cannot be flushed ({Marshal.GetLastPInvokeErrorMessage()}).");
        }
        finally
        {
            _ = CloseDir(directory);
        }
    }

    /// <summary>
    /// Makes <paramref name="target"/> the same bytes as <paramref name="source"/>, replacing what was there: by a hard link where both lie
    /// on one file system (no byte is copied), else by copying. Both ways the bytes survive a power cut once this returns, and the name once the folder is flushed.
    /// One caller at a time for one target: what a caller that was killed left behind is taken away by the next.
    /// </summary>
    public static async Task LinkOrCopyAsync(string source, string target, IProgress<long>? progress, CancellationToken ct)
    {
        var arriving = target + ".tmp";
        File.Delete(arriving);
        try
        {
            if (!OperatingSystem.IsWindows() && Link(source, arriving) == 0)
            {
                Flush(arriving);
                progress?.Report(new FileInfo(arriving).Length);
            }
            else
            {
                await CopyAsync(source, arriving, progress, ct);
            }
            File.Move(arriving, target, overwrite: true);
        }
        finally
        {
            File.Delete(arriving); // rename(2) of two links to one file leaves the first name behind
        }
    }

    private static async Task CopyAsync(string source, string target, IProgress<long>? progress, CancellationToken ct)
    {
        using var from = File.OpenHandle(source, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, RandomAccess.GetLength(from));
        var buffer = new byte[CopyBuffer];
        long offset = 0;
        while (await RandomAccess.ReadAsync(from, buffer, offset, ct) is var read and > 0)
        {
            await RandomAccess.WriteAsync(to, buffer.AsMemory(0, read), offset, ct);
            offset += read;
            progress?.Report(offset);
        }
        RandomAccess.FlushToDisk(to);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenDir(string path);

    [LibraryImport("libc", EntryPoint = "dirfd")]
    private static partial int DirFd(nint directory);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDir(nint directory);
}
