using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// What a picture is to be stored as. Without <paramref name="Overwrite"/> an id that is taken stays as it is and the answer is the picture that has it;
/// with it, caches forget the old version. <paramref name="Context"/>: <c>alt</c>, <c>caption</c> and whatever else describes it.
/// <paramref name="Formats"/>: files in others than these are refused.
/// <paramref name="Content"/>, its hash say, lets an upload that broke off go on at its first missing piece when the same is sent again.
/// </summary>
public sealed record CloudinaryUpload(
    string PublicId, bool Overwrite = false, IReadOnlyCollection<string>? Tags = null, IReadOnlyDictionary<string, string>? Context = null, string? Content = null,
    IReadOnlyCollection<string>? Formats = null);

/// <summary>A form that Cloudinary takes from whoever sends it, a browser too, until an hour after it was signed; whatever is added to it spoils it.</summary>
public sealed record SignedForm(Uri Address, IReadOnlyDictionary<string, string> Fields);

/// <summary>A part of a file on its way, read as it is sent: memory stays flat at any size. <paramref name="taken"/> is told how much of it the connection took.</summary>
sealed class FilePart(SafeFileHandle file, long offset, long length, Action<long> taken) : HttpContent
{
    private const int BufferBytes = 80 * 1024;

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (long sent = 0; sent < length;)
            {
                var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - sent)), offset + sent, cancellationToken);
                if (read == 0) throw new InvalidOperationException("The file became shorter while it was sent.");
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                taken(sent += read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

static class CloudinaryForm
{
    /// <summary>Cloudinary's own tools quote the names of the parts; .NET does not unless told to. A file comes last, under a name that says nothing.</summary>
    public static MultipartFormDataContent Multipart(IEnumerable<KeyValuePair<string, string>> fields, FilePart? file = null)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var text = new StringContent(value);
            text.Headers.ContentType = null;
            text.Headers.ContentDisposition = new("form-data") { Name = $"\"{name}\"" };
            form.Add(text);
        }
        if (file is null) return form;
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        file.Headers.ContentDisposition = new("form-data") { Name = "\"file\"", FileName = "\"picture\"" };
        form.Add(file);
        return form;
    }

    /// <summary><c>key=value|key=value</c>, with a backslash before = and | in values.</summary>
    public static string Context(IReadOnlyDictionary<string, string> context) => string.Join('|', context.Select(c =>
        $"{c.Key}={c.Value.Replace("=", "\\=", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)}"));

    /// <summary>A comma parts tags, so none can have one.</summary>
    public static string Tags(IEnumerable<string> tags) => string.Join(',', tags.Select(t => t.Replace(',', ' ')).Distinct());
}
