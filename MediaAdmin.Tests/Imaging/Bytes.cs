using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MediaAdmin.Tests.Imaging;

/// <summary>Picture files written and altered by hand.</summary>
internal static class Bytes
{
    public static byte[] U32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] U32Little(long value) => [.. U32(value).Reverse()];

    public static byte[] InsertedAt(this byte[] file, int at, params byte[] more) => [.. file[..at], .. more, .. file[at..]];

    public static bool Holds(this byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    /// <summary>EXIF with an orientation, an artist and a place: what a telephone writes.</summary>
    public static byte[] Exif(int orientation)
    {
        byte[] Entry(ushort tag, ushort type, uint count, byte[] value) =>
            [(byte)tag, (byte)(tag >> 8), (byte)type, 0, .. U32Little(count), .. value];
        const int directory = 8 + 2 + 3 * 12 + 4;
        var artist = Encoding.ASCII.GetBytes("<script>SECRETARTIST</script>\0");
        byte[] place = [1, 0, .. Entry(1, 2, 2, "N\0\0\0"u8.ToArray()), 0, 0, 0, 0, .. "SECRETPLACE"u8];
        return
        [
            .. "II*\0"u8, 8, 0, 0, 0, 3, 0,
            .. Entry(0x0112, 3, 1, [(byte)orientation, 0, 0, 0]),
            .. Entry(0x013B, 2, (uint)artist.Length, U32Little(directory)),
            .. Entry(0x8825, 4, 1, U32Little(directory + artist.Length)),
            0, 0, 0, 0, .. artist, .. place,
        ];
    }

    public static byte[] JpegSegment(byte marker, params byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    public static byte[] JpegExif(int orientation) => JpegSegment(0xE1, [.. "Exif\0\0"u8, .. Exif(orientation)]);

    public static byte[] PngChunk(string type, params byte[] body)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. body];
        var crc = uint.MaxValue;
        foreach (var b in typed)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return [.. U32(body.Length), .. typed, .. U32(~crc)];
    }

    public static byte[] PngSignature => [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];

    public static byte[] PngHeader(int width, int height, byte depth, byte colour, bool interlaced = false) =>
        [.. PngSignature, .. PngChunk("IHDR", [.. U32(width), .. U32(height), depth, colour, 0, 0, (byte)(interlaced ? 1 : 0)])];

    /// <summary>Black, tiny as a file, as large as wished once decoded (16 bits of red, green, blue and alpha).</summary>
    public static byte[] HeavyPng(int width, int height, bool interlaced)
    {
        (int X, int Y, int StepX, int StepY)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var (x, y, stepX, stepY) in passes)
            {
                var row = new byte[1 + 8 * ((width - x + stepX - 1) / stepX)];
                for (var line = y; line < height; line += stepY) zlib.Write(row);
            }
        return [.. PngHeader(width, height, 16, 6, interlaced), .. PngChunk("IDAT", packed.ToArray()), .. PngChunk("IEND")];
    }

    /// <summary>Every frame says how large it is and then gives one pixel.</summary>
    public static byte[] Gif(int width, int height, int frames, int frameSide = 1)
    {
        var (low, high) = ((byte)frameSide, (byte)(frameSide >> 8));
        byte[] frame = [0x21, 0xF9, 4, 0, 5, 0, 0, 0, 0x2C, 0, 0, 0, 0, low, high, low, high, 0, 2, 2, 0x44, 1, 0];
        return
        [
            .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF,
            .. Enumerable.Repeat(frame, frames).SelectMany(f => f), 0x3B,
        ];
    }

    public static byte[] WebPChunk(string type, params byte[] body) =>
        [.. Encoding.ASCII.GetBytes(type), .. U32Little(body.Length), .. body, .. new byte[body.Length & 1]];

    public static byte[] WebP(params byte[][] chunks)
    {
        byte[] body = [.. "WEBP"u8, .. chunks.SelectMany(c => c)];
        return [.. "RIFF"u8, .. U32Little(body.Length), .. body];
    }

    public static byte[] WebPHeader(int width, int height, byte flags) =>
        WebPChunk("VP8X", [flags, 0, 0, 0, .. U32Little(width - 1)[..3], .. U32Little(height - 1)[..3]]);

    /// <summary>The simple file's only chunk, put in the extended form between what is given.</summary>
    public static byte[] ExtendedWebP(byte[] simple, int width, int height, byte flags, params byte[][] after) =>
        WebP([WebPHeader(width, height, flags), simple[12..], .. after]);

    public static byte[] AnimatedWebP(byte[] simple, int width, int height, int frames)
    {
        byte[] size = [.. U32Little(width - 1)[..3], .. U32Little(height - 1)[..3]];
        var frame = WebPChunk("ANMF", [0, 0, 0, 0, 0, 0, .. size, 100, 0, 0, 0, .. simple[12..]]);
        return WebP([WebPHeader(width, height, 0x02), WebPChunk("ANIM", 0, 0, 0, 0, 0, 0), .. Enumerable.Repeat(frame, frames)]);
    }

    public static byte[] Box(string type, params byte[] body) => [.. U32(8 + body.Length), .. Encoding.ASCII.GetBytes(type), .. body];
}
