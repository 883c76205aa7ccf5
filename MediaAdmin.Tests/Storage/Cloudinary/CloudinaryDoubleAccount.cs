using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>A picture that the account keeps.</summary>
public sealed record CloudinaryDoublePicture(
    string PublicId, string Type, long Version, string Format, long Bytes, int Width, int Height, string Etag, string File, DateTimeOffset CreatedAt)
{
    public string AssetId { get; } = Guid.NewGuid().ToString("N");
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyDictionary<string, string> Context { get; init; } = new Dictionary<string, string>();
}

/// <summary>What one account holds, and the limits of its plan.</summary>
public sealed class CloudinaryDoubleAccount : IDisposable
{
    private readonly ConcurrentDictionary<string, Pieces> _pieces = new();
    private long _lastVersion;

    public string Folder { get; } = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;

    public ConcurrentDictionary<(string Type, string PublicId), CloudinaryDoublePicture> Pictures { get; } = new();

    /// <summary>Pictures that answers call deleted and that are served nevertheless.</summary>
    public HashSet<string> Undying { get; } = [];

    /// <summary>Cursors of lists and of partial deletes: they tell nothing, and only this account knows where they lead.</summary>
    public ConcurrentDictionary<string, int> Cursors { get; } = new();

    public int AdminLimit { get; set; } = 500;
    public int AdminCalls { get; set; }
    public DateTimeOffset AdminResetsAt { get; set; } = DateTimeOffset.UtcNow.AddMinutes(30);

    /// <summary>How many pictures one bulk delete gets done before it answers that it did a part.</summary>
    public int DeletedPerCall { get; set; } = 1000;

    public int ListedPerCall { get; set; } = 500;
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Smaller pieces are refused, but for the last.</summary>
    public long MinPieceBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>Derived pictures are delivered only by signed addresses.</summary>
    public bool StrictTransformations { get; set; }

    /// <summary>Takes a file as a picture's content. What is no picture is refused, by its first bytes.</summary>
    public CloudinaryDoublePicture Keep(string file, string publicId, string type, string? formats = null)
    {
        using var content = File.OpenRead(file);
        if (content.Length > MaxBytes) throw new CloudinaryErrorException(400, $"File size too large. Got {content.Length}. Maximum is {MaxBytes}. Upgrade your plan to enjoy higher limits https://www.cloudinary.com/pricing");
        var head = new byte[32];
        var read = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var format = Format(head.AsSpan(0, read)) ?? throw new CloudinaryErrorException(400, "Invalid image file");
        if (formats is { Length: > 0 } && !formats.Split(',').Contains(format)) throw new CloudinaryErrorException(400, $"Image file format {format} not allowed");
        var (width, height) = format == "png" ? (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20))) : (1, 1);
        content.Position = 0;
        var etag = Convert.ToHexStringLower(MD5.HashData(content));
        var kept = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        content.Dispose();
        File.Move(file, kept);
        return new(publicId, type, NextVersion(), format, new FileInfo(kept).Length, width, height, etag, kept, DateTimeOffset.UtcNow);
    }

    /// <summary>Unix seconds, and never the same twice.</summary>
    public long NextVersion()
    {
        lock (_pieces) return _lastVersion = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), _lastVersion + 1);
    }

    /// <summary>Adds a piece of a file, in any order and again; the whole file once nothing is missing.</summary>
    public string? AddPiece(string uploadId, string range, string file)
    {
        var match = Regex.Match(range, @"^bytes (\d+)-(\d+)/(-1|\d+)$");
        if (!match.Success) throw new CloudinaryErrorException(400, $"Invalid Content-Range {range}");
        var (start, end, total) = (Number(match.Groups[1]), Number(match.Groups[2]), Number(match.Groups[3]));
        var length = new FileInfo(file).Length;
        if (length != end - start + 1) throw new CloudinaryErrorException(400, $"Content-Range {range} does not fit {length} bytes");
        if (length < MinPieceBytes && end + 1 != total) throw new CloudinaryErrorException(400, "All parts except EOF-chunk must be larger than 5mb");
        var pieces = _pieces.GetOrAdd(uploadId, id => new(Path.Combine(Folder, $"pieces-{id}")));
        lock (pieces)
        {
            using (var whole = File.Open(pieces.File, FileMode.OpenOrCreate))
            using (var piece = File.OpenRead(file))
            {
                whole.Position = start;
                piece.CopyTo(whole);
            }
            pieces.Ranges[start] = end;
            if (total >= 0) pieces.Total = total;
            if (pieces.Ranges.Sum(r => r.Value - r.Key + 1) != pieces.Total) return null;
            _pieces.TryRemove(uploadId, out _);
            return pieces.File;
        }
    }

    /// <summary>Forgets what came of unfinished files.</summary>
    public void LosePieces() => _pieces.Clear();

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string? Format(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47]) ? "png"
        : head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) ? "jpg"
        : head.StartsWith("GIF8"u8) ? "gif"
        : head.Length > 12 && head[8..].StartsWith("WEBP"u8) ? "webp"
        : head.Length > 12 && head[4..].StartsWith("ftypavif"u8) ? "avif" : null;

    private sealed record Pieces(string File)
    {
        public SortedDictionary<long, long> Ranges { get; } = [];
        public long Total { get; set; } = -1;
    }
}
