using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// The pictures in a Cloudinary account. The public id is the store's key; the version is Cloudinary's with the format, so a replaced picture has another
/// address. Smaller sizes are made by Cloudinary when they are asked for, so only originals travel.
/// </summary>
public sealed class CloudinaryStore(CloudinaryClient client, CloudinaryOptions account) : IMediaStore
{
    public const string StoreName = "cloudinary";

    /// <summary>Smaller on both sides, never larger, in the format and quality that Cloudinary finds best for the browser that asks.</summary>
    private static readonly Dictionary<PictureSize, string> Transformations = new()
    {
        [PictureSize.Thumbnail] = Fit(PictureSizes.Thumbnail),
        [PictureSize.Preview] = Fit(PictureSizes.Preview),
        [PictureSize.Original] = "",
    };

    public string Name => StoreName;

    public int DeletesPerCall => CloudinaryAdminApi.DeletesPerCall;

    /// <summary>Cloudinary asks its delivery network to forget a deleted picture, which takes a while that it puts no figure to: an hour is long enough.</summary>
    public TimeSpan Lingers => TimeSpan.FromHours(1);

    public string Origin => client.Delivery.Origin;

    /// <summary>What is there already with the same content stays, and so does its address: a job that runs twice changes nothing.</summary>
    public async Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct)
    {
        if (!PublicId.IsSound(picture.Key)) throw new StorageException(NoKey(picture.Key), StorageFault.Refused);
        var (upload, file, growing) = (new CloudinaryUpload(picture.Key, Content: picture.Sha256), picture.Original, new Growing(progress));
        var there = picture.MayBeThere ? await client.Uploads.ExplicitAsync(picture.Key, null, null, ct) : null;
        var stored = there is null ? await client.Uploads.UploadAsync(upload, file, growing, ct) : there with { Existing = true };
        if (stored.Existing && !await IsSameAsync(stored, file, ct)) stored = await client.Uploads.UploadAsync(upload with { Overwrite = true }, file, growing, ct);
        return new(StoreName, stored.PublicId, $"{stored.Version.ToString(CultureInfo.InvariantCulture)}.{stored.Format}");
    }

    public Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct) => client.OpenAsync(Address(picture, PictureSize.Original), ct);

    /// <summary>A single key is deleted by the Upload API, which has no hourly limit.</summary>
    public async Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var sound = keys.Where(PublicId.IsSound).Distinct().ToList();
        var outcomes = keys.Except(sound).ToDictionary(k => k, k => DeleteOutcome.Failed(NoKey(k)));
        if (sound is [var only]) outcomes[only] = await client.Uploads.DestroyAsync(only, ct);
        else if (sound.Count > 0)
            foreach (var (key, outcome) in await client.Admin.DeleteAsync(sound, ct)) outcomes[key] = outcome;
        return outcomes;
    }

    /// <summary>
    /// Pictures that get the same tags, or the same texts, go together by one call. Only where a text is to go one has to look first what else is there: Cloudinary gives up texts all together, and some
    /// may be other people's.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> DescribeAsync(IReadOnlyCollection<PictureWords> pictures, CancellationToken ct)
    {
        var refused = new ConcurrentDictionary<string, string>();
        foreach (var same in pictures.Where(p => p.Tags is not null).GroupBy(p => CloudinaryForm.Tags(p.Tags!)))
            await TogetherAsync([.. same.Select(p => p.Key)], ids => client.Uploads.TagAsync(ids, same.First().Tags!, ct), refused);
        var whole = new List<PictureWords>();
        foreach (var some in pictures.Where(p => p.Gone.Count > 0).Chunk(CloudinaryAdminApi.NamedPerCall)) whole.AddRange(await WithGoneAsync(some, ct));
        var turns = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, account.Parallel / 2), CancellationToken = ct }; // uploads go on meanwhile
        var added = pictures.Where(p => p.Texts.Count > 0).ExceptBy(whole.Select(w => w.Key), p => p.Key).GroupBy(p => CloudinaryForm.Context(p.Texts));
        await Parallel.ForEachAsync(added, turns, async (same, ct) => await TogetherAsync([.. same.Select(p => p.Key)], ids => client.Uploads.AddContextAsync(ids, same.First().Texts, ct), refused));
        await TogetherAsync([.. whole.Where(w => w.Texts.Count == 0).Select(w => w.Key)], ids => client.Uploads.ForgetContextAsync(ids, ct), refused);
        await Parallel.ForEachAsync(whole.Where(w => w.Texts.Count > 0), turns, async (picture, ct) =>
            await TogetherAsync([picture.Key], async ids => await client.Uploads.ExplicitAsync(picture.Key, null, picture.Texts, ct) is null ? [] : ids, refused));
        return refused;
    }

    /// <summary>Of these, the ones that really have a text that is to go, with all texts that they are to have then.</summary>
    private async Task<IEnumerable<PictureWords>> WithGoneAsync(PictureWords[] pictures, CancellationToken ct)
    {
        var there = (await client.Admin.NamedAsync([.. pictures.Select(p => p.Key)], ct)).ToDictionary(f => f.PublicId, f => f.Context?.Custom ?? new Dictionary<string, string>());
        return from picture in pictures
               let now = there.GetValueOrDefault(picture.Key)
               where now is not null && picture.Gone.Any(now.ContainsKey)
               select picture with { Texts = now.Where(t => !picture.Gone.Contains(t.Key) && !picture.Texts.ContainsKey(t.Key)).Concat(picture.Texts).ToDictionary(t => t.Key, t => t.Value) };
    }

    /// <summary>Asks the address of the original, so it tells what browsers get: caches may serve a deleted picture for some minutes.</summary>
    public Task<bool> IsServedAsync(StoredPicture picture, CancellationToken ct) => client.IsServedAsync(Address(picture, PictureSize.Original), ct);

    /// <summary>What carries the portal's tag, whatever else the account holds.</summary>
    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await client.Admin.ListAsync(new(Tag: account.Tag), cursor, ct);
            foreach (var found in page.Resources.Where(r => string.Equals(r.Type, account.DeliveryType.ToString(), StringComparison.OrdinalIgnoreCase)))
                yield return new(found.PublicId, found.Bytes, DateTimeOffset.FromUnixTimeSeconds(found.Version));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    public string Address(StoredPicture picture, PictureSize size) => picture.Version.Split('.') is [var version, var format]
        ? client.Delivery.Address(picture.Key, version, format, Transformations[size])
        : throw new ArgumentException($"'{picture.Version}' is no version of the Cloudinary store.", nameof(picture));

    /// <param name="tell">Tells Cloudinary of these ids; returns those that it has.</param>
    private static async Task TogetherAsync(string[] keys, Func<string[], Task<IReadOnlyCollection<string>>> tell, ConcurrentDictionary<string, string> refused)
    {
        foreach (var some in keys.Chunk(CloudinaryUploadApi.DescribedPerCall))
        {
            try
            {
                foreach (var missing in some.Except(await tell(some))) refused[missing] = "Cloudinary does not have this picture.";
            }
            catch (StorageException e) when (e.Fault == StorageFault.Refused)
            {
                foreach (var key in some) refused[key] = e.Message;
            }
        }
    }

    private static string Fit(int side) => $"c_limit,h_{side},w_{side}/f_auto/q_auto";

    private static string NoKey(string key) => $"'{key}' cannot be a public id of Cloudinary.";

    [SuppressMessage("Security", "CA5351", Justification = "The MD5 is what Cloudinary tells a file's content by; nothing is protected by it.")]
    private static async Task<bool> IsSameAsync(CloudinaryAsset stored, OutgoingFile file, CancellationToken ct)
    {
        await using var content = File.OpenRead(file.Path);
        return stored.Etag == Convert.ToHexStringLower(await MD5.HashDataAsync(content, ct));
    }

    /// <summary>Bytes that are sent again are told as progress that stands, which still says that something moves.</summary>
    private sealed class Growing(IProgress<long> told) : IProgress<long>
    {
        private long _most;

        public void Report(long value) => told.Report(_most = Math.Max(_most, value));
    }
}
