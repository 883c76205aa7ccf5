using System.Buffers.Binary;
using System.IO.Compression;

namespace MediaAdmin.Tests.Support;

/// <summary>Real pictures made by the tests themselves: PNGs written by hand, each with its own colours and so its own bytes.</summary>
public static class Pictures
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>A picture that differs with its seed. With <paramref name="bytes"/> it is padded, by pixels that do not compress, to at least that size.</summary>
    public static byte[] Png(int seed, int width = 64, int height = 64, int bytes = 0)
    {
        if (bytes > width * height * 3) (width, height) = (1024, (bytes / (1024 * 3)) + 1);
        var pixels = new byte[height * ((width * 3) + 1)];
        var random = new Random(seed);
        if (bytes > 0) random.NextBytes(pixels);
        else for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)((i * (seed + 3)) >> 4);
        for (var y = 0; y < height; y++) pixels[y * ((width * 3) + 1)] = 0; // filter: none
        if (bytes == 0) random.NextBytes(pixels.AsSpan(1, 24));
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(png, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, bytes > 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(pixels);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. type, .. data]));
        png.Write(number);
    }

    /// <summary>CRC-32 as PNG (ISO 3309) has it.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }
        return ~crc;
    }
}
