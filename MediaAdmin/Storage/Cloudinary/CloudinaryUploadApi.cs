using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// Cloudinary's Upload API: signed calls without an hourly limit. Every attempt is signed anew; every call may be made twice and does no harm.
/// Whatever is stored or described here carries the portal's tag.
/// </summary>
public sealed class CloudinaryUploadApi
{
    /// <summary>Cloudinary, "Tags" and "Context": at most 1000 public ids a call.</summary>
    public const int DescribedPerCall = 1000;

    /// <summary>How long an upload that broke off is worth going on with; Cloudinary does not say how long it keeps its pieces.</summary>
    private static readonly TimeSpan PiecesLast = TimeSpan.FromHours(1);

    private readonly CloudinaryOptions _account;
    private readonly CloudinaryCalls _calls;
    private readonly TimeProvider _clock;
    private readonly CloudinarySignature _signature;
    private readonly string _root;
    private readonly ConcurrentDictionary<(string PublicId, string Content, bool Overwrite), Unfinished> _unfinished = new();

    internal CloudinaryUploadApi(CloudinaryOptions account, CloudinaryCalls calls, TimeProvider clock)
    {
        (_account, _calls, _clock, _signature) = (account, calls, clock, new(account));
        _root = $"{account.UploadPrefix.TrimEnd('/')}/v1_1/{account.CloudName}/image";
    }

    /// <summary>
    /// Stores a file and returns when Cloudinary confirms it. A large one travels in pieces: what fails is the piece, and an upload that broke off goes on with it.
    /// <paramref name="progress"/> counts the bytes that the connection took and falls back when some are sent again.
    /// </summary>
    public async Task<CloudinaryAsset> UploadAsync(CloudinaryUpload upload, OutgoingFile file, IProgress<long> progress, CancellationToken ct)
    {
        using var handle = Open(file);
        var source = new Source(handle, file.Bytes, progress);
        if (file.Bytes <= _account.ChunkBytes) return Confirmed(await PostAsync(upload, source, 0, file.Bytes, null, ct), upload, file.Bytes);
        Forget();
        var begun = upload.Content is { } content && _unfinished.TryRemove((upload.PublicId, content, upload.Overwrite), out var unfinished) ? unfinished : null;
        try
        {
            return await SendPiecesAsync(upload, source, begun ?? Unfinished.New(), ct);
        }
        catch (StorageException e) when (begun is not null && e.Fault == StorageFault.Refused)
        {
            return await SendPiecesAsync(upload, source, Unfinished.New(), ct); // its pieces are gone: from the beginning
        }
    }

    /// <summary>
    /// The form with which somebody else, a browser say, uploads exactly this; to be sent with the field <c>file</c> added. Signed as of <paramref name="at"/>, or now:
    /// the same moment gives the same signature.
    /// </summary>
    public SignedForm Sign(CloudinaryUpload upload, DateTimeOffset? at = null) => Sign("upload", new()
    {
        ["allowed_formats"] = string.Join(',', upload.Formats ?? []),
        ["public_id"] = upload.PublicId,
        ["overwrite"] = upload.Overwrite ? "1" : "0",
        ["invalidate"] = upload.Overwrite ? "1" : "",
        ["tags"] = Tags(upload.Tags),
        ["context"] = CloudinaryForm.Context(upload.Context ?? new Dictionary<string, string>()),
        ["type"] = Type,
    }, at);

    /// <summary>Deletes one picture with all that was derived from it, and has caches forget it. Unlike a bulk delete it costs nothing of the Admin API's quota.</summary>
    public async Task<DeleteOutcome> DestroyAsync(string publicId, CancellationToken ct) => CloudinaryAdminApi.Outcome(
        (await PostAsync<DestroyAnswer>(() => Sign("destroy", new() { ["public_id"] = publicId, ["type"] = Type, ["invalidate"] = "1" }), ct))!.Result);

    /// <summary>The picture under its new id; null when the account has none of the old one. An id that is taken is refused. Old addresses end.</summary>
    public async Task<CloudinaryAsset?> RenameAsync(string from, string to, CancellationToken ct)
    {
        var attempts = 0;
        var renamed = await PostAsync<CloudinaryAsset>(() =>
        {
            attempts++;
            return Sign("rename", new() { ["from_public_id"] = from, ["to_public_id"] = to, ["type"] = Type, ["overwrite"] = "0", ["invalidate"] = "1" });
        }, ct, mayBeMissing: true);
        return renamed is null && attempts > 1 ? await ExplicitAsync(to, null, null, ct) : renamed; // an attempt whose answer was lost may have done it
    }

    /// <summary>Replaces tags and context of a picture, each where it is given, and leaves its address as it is; null when the account has no such picture.</summary>
    public Task<CloudinaryAsset?> ExplicitAsync(string publicId, IReadOnlyCollection<string>? tags, IReadOnlyDictionary<string, string>? context, CancellationToken ct) =>
        PostAsync<CloudinaryAsset>(() => Sign("explicit", new()
        {
            ["public_id"] = publicId,
            ["type"] = Type,
            ["tags"] = tags is null ? "" : Tags(tags),
            ["context"] = context is null ? "" : CloudinaryForm.Context(context),
        }), ct, mayBeMissing: true);

    /// <summary>Gives many pictures the same tags, exactly these and the portal's; returns those that the account has.</summary>
    public Task<IReadOnlyCollection<string>> TagAsync(IReadOnlyCollection<string> publicIds, IReadOnlyCollection<string> tags, CancellationToken ct) =>
        ManyAsync("tags", publicIds, new() { ["command"] = "replace", ["tag"] = Tags(tags) }, ct);

    /// <summary>Gives many pictures the same texts, beside those that they have; returns those that the account has.</summary>
    public Task<IReadOnlyCollection<string>> AddContextAsync(IReadOnlyCollection<string> publicIds, IReadOnlyDictionary<string, string> context, CancellationToken ct) =>
        ManyAsync("context", publicIds, new() { ["command"] = "add", ["context"] = CloudinaryForm.Context(context) }, ct);

    /// <summary>Takes all context from many pictures; returns those that the account has.</summary>
    public Task<IReadOnlyCollection<string>> ForgetContextAsync(IReadOnlyCollection<string> publicIds, CancellationToken ct) =>
        ManyAsync("context", publicIds, new() { ["command"] = "remove_all" }, ct);

    /// <summary>The calls that name many pictures. A signed list is joined by commas and travels as one field for each (Cloudinary, "Generating authentication signatures").</summary>
    private async Task<IReadOnlyCollection<string>> ManyAsync(string call, IReadOnlyCollection<string> publicIds, Dictionary<string, string> fields, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(publicIds.Count, DescribedPerCall);
        if (publicIds.Count == 0) return [];
        var answer = (await _calls.SendAsync(new(_ =>
        {
            var form = Sign(call, new(fields) { ["public_ids"] = string.Join(',', publicIds), ["type"] = Type });
            var sent = form.Fields.Where(f => f.Key != "public_ids").Concat(publicIds.Select(id => KeyValuePair.Create("public_ids[]", id)));
            return new(HttpMethod.Post, form.Address) { Content = CloudinaryForm.Multipart(sent) };
        }), CloudinaryJson.ReadAsync<ManyAnswer>, ct))!;
        return answer.PublicIds ?? [];
    }

    private string Type => _account.DeliveryType.ToString().ToLowerInvariant();

    private string Tags(IEnumerable<string>? tags) => CloudinaryForm.Tags([_account.Tag, .. tags ?? []]);

    private SignedForm Sign(string call, Dictionary<string, string> fields, DateTimeOffset? at = null)
    {
        fields["timestamp"] = (at ?? _clock.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        fields["signature"] = _signature.Of(fields);
        fields["api_key"] = _account.ApiKey;
        return new(new($"{_root}/{call}"), fields.Where(f => f.Value.Length > 0).ToDictionary());
    }

    private async Task<CloudinaryAsset> SendPiecesAsync(CloudinaryUpload upload, Source file, Unfinished begun, CancellationToken ct)
    {
        var (id, offset) = (begun.UploadId, begun.Offset);
        var answer = new CloudinaryAsset(Done: false);
        try
        {
            while (offset < file.Bytes)
            {
                var length = Math.Min(_account.ChunkBytes, file.Bytes - offset);
                answer = await PostAsync(upload, file, offset, length, id, ct);
                offset += length;
            }
        }
        catch (Exception e) when (upload.Content is not null && e is OperationCanceledException or StorageException { IsTransient: true })
        {
            _unfinished[(upload.PublicId, upload.Content!, upload.Overwrite)] = new(id, offset, _clock.GetUtcNow());
            throw;
        }
        return Confirmed(answer, upload, file.Bytes);
    }

    /// <summary>A file, or one piece of it: then with its range and the name that all pieces of the file have in common (Cloudinary, "Chunked asset upload").</summary>
    private async Task<CloudinaryAsset> PostAsync(CloudinaryUpload upload, Source file, long offset, long length, string? uploadId, CancellationToken ct) =>
        (await _calls.SendAsync(new(taken =>
        {
            var form = Sign(upload);
            var request = new HttpRequestMessage(HttpMethod.Post, form.Address);
            request.Content = CloudinaryForm.Multipart(form.Fields, new(file.Handle, offset, length, sent =>
            {
                taken();
                file.Progress.Report(offset + sent);
            }));
            if (uploadId is null) return request;
            request.Headers.Add("X-Unique-Upload-Id", uploadId);
            request.Content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {offset}-{offset + length - 1}/{file.Bytes}");
            return request;
        }), CloudinaryJson.ReadAsync<CloudinaryAsset>, ct))!;

    private Task<T?> PostAsync<T>(Func<SignedForm> sign, CancellationToken ct, bool mayBeMissing = false) where T : class
    {
        HttpRequestMessage Request(SignedForm form) => new(HttpMethod.Post, form.Address) { Content = CloudinaryForm.Multipart(form.Fields) };
        return _calls.SendAsync(new(_ => Request(sign())) { MayBeMissing = mayBeMissing }, CloudinaryJson.ReadAsync<T>, ct);
    }

    /// <summary>An answer that does not speak of this picture, whole, confirms nothing.</summary>
    private static CloudinaryAsset Confirmed(CloudinaryAsset answer, CloudinaryUpload upload, long bytes)
    {
        if (!answer.Done || answer.Version == 0 || answer.Format.Length == 0) throw new StorageException("Cloudinary answered, but does not confirm that it has the picture.", StorageFault.Unavailable);
        if (answer.PublicId != upload.PublicId)
            throw new StorageException($"Cloudinary stored the picture as '{answer.PublicId}', not as '{upload.PublicId}': an upload preset of the account changes public ids. Take that out.", StorageFault.Refused);
        if (!answer.Existing && answer.Bytes != bytes)
            throw new StorageException($"Cloudinary keeps {answer.Bytes} bytes of {bytes}: an upload preset of the account changes pictures as they arrive. Take its transformation out.", StorageFault.Refused);
        return answer;
    }

    private static SafeFileHandle Open(OutgoingFile file)
    {
        try
        {
            var handle = File.OpenHandle(file.Path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (RandomAccess.GetLength(handle) == file.Bytes) return handle;
            handle.Dispose();
            throw new StorageException($"The file on its way does not have the {file.Bytes} bytes it should.", StorageFault.Unavailable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The file on its way cannot be read: {e.Message}", StorageFault.Unavailable, inner: e);
        }
    }

    private void Forget()
    {
        foreach (var (key, unfinished) in _unfinished)
            if (_clock.GetUtcNow() - unfinished.Since > PiecesLast) _unfinished.TryRemove(key, out _);
    }

    private sealed record Source(SafeFileHandle Handle, long Bytes, IProgress<long> Progress);

    /// <summary>An upload in pieces, confirmed up to an offset.</summary>
    private sealed record Unfinished(string UploadId, long Offset, DateTimeOffset Since)
    {
        public static Unfinished New() => new(Guid.NewGuid().ToString("N"), 0, default);
    }
}
