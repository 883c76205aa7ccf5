using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MediaAdmin.Imaging.Formats;

/// <summary>A file to be examined, read through one small window; reading past its end refuses the picture as truncated.</summary>
internal sealed class SourceFile(string path) : IDisposable
{
    /// <summary>The most <see cref="Span"/> gives at once.</summary>
    public const int Window = 64 * 1024;

    private readonly SafeFileHandle handle = File.OpenHandle(path);
    private readonly byte[] window = new byte[Window];
    private long windowStart;
    private int windowLength;

    public long Length => RandomAccess.GetLength(handle);

    public ReadOnlySpan<byte> Span(long offset, int count)
    {
        if (offset < windowStart || offset + count > windowStart + windowLength) Fill(offset);
        if (offset + count > windowStart + windowLength)
            throw new PictureRefusedException(Refusal.Truncated, $"The file ends at {Length}, {count} bytes were expected at {offset}.");
        return window.AsSpan((int)(offset - windowStart), count);
    }

    /// <summary>As much as there is, up to <paramref name="count"/>.</summary>
    public ReadOnlySpan<byte> Upto(long offset, int count) => Span(offset, (int)Math.Clamp(Length - offset, 0, count));

    public byte U8(long offset) => Span(offset, 1)[0];

    public ushort U16(long offset) => BinaryPrimitives.ReadUInt16BigEndian(Span(offset, 2));

    public uint U32(long offset) => BinaryPrimitives.ReadUInt32BigEndian(Span(offset, 4));

    public ushort U16Little(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, 2));

    public int U24Little(long offset) => Span(offset, 3) is [var low, var middle, var high] ? low | middle << 8 | high << 16 : 0;

    public uint U32Little(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, 4));

    public bool Has(long offset, ReadOnlySpan<byte> bytes) => Upto(offset, bytes.Length).SequenceEqual(bytes);

    /// <summary>The whole of it copied with the edits made; they must be in order and apart.</summary>
    public void CopyTo(string target, IReadOnlyList<Edit> edits)
    {
        using var output = new FileStream(target, FileMode.Create, FileAccess.Write);
        var at = 0L;
        foreach (var edit in edits)
        {
            CopyRange(at, edit.Offset, output);
            output.Write(edit.Put);
            at = edit.Offset + edit.Length;
        }
        CopyRange(at, Length, output);
    }

    private void CopyRange(long from, long to, FileStream output)
    {
        for (var at = from; at < to;)
        {
            var part = Span(at, (int)Math.Min(to - at, Window));
            output.Write(part);
            at += part.Length;
        }
    }

    /// <summary>Lower-case hex.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 0L; at < Length; at += Window) hash.AppendData(Upto(at, Window));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => handle.Dispose();

    private void Fill(long offset)
    {
        windowStart = offset;
        windowLength = 0;
        while (windowLength < Window)
        {
            var read = RandomAccess.Read(handle, window.AsSpan(windowLength), offset + windowLength);
            if (read == 0) return;
            windowLength += read;
        }
    }
}
