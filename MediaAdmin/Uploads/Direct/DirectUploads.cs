using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Storage.Cloudinary;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads.Direct;

/// <summary>What Cloudinary answered the browser: the id and the version under which it keeps the file, and its signature of both.</summary>
public sealed record DirectAnswer(string PublicId, long Version, string Signature);

/// <summary>Confirmed: also when it was before. NotGenuine: Cloudinary did not say this of this upload. TooLate: it was taken back, or nothing is expected of it any more.</summary>
public enum ConfirmOutcome { Confirmed, NoSuchUpload, NotGenuine, TooLate }

/// <summary>
/// Lets browsers send files straight to Cloudinary (<c>Uploads:Direct</c>): signs for exactly one upload that is expected, and hears that it is there. Nothing that a browser says is
/// taken for the deed: the job that stores uploads asks Cloudinary itself and reads the bytes before the picture comes into the library.
/// </summary>
public sealed class DirectUploads(
    IDbContextFactory<MediaDb> dbs, Reception reception, UploadBoard board, Staging staging, IOptions<UploadOptions> options, TimeProvider clock, CloudinaryClient? client = null, CloudinaryOptions? account = null)
{
    /// <summary>Cloudinary, "Upload": at most 100 MB by one request; the rest of the form has to fit too.</summary>
    public const long LargestFile = 99_000_000;

    /// <summary>How long after its signature has run out a transfer that began in time may still end.</summary>
    internal static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>What Cloudinary calls the kinds of picture that are taken in.</summary>
    internal static readonly IReadOnlyCollection<string> Formats = [.. Enum.GetValues<PictureType>().Select(t => t.Extension())];

    public bool IsOn => options.Value.Direct && client is not null;

    /// <summary>Where browsers send files to: scheme and host, for the policy that pages carry; null while they do not.</summary>
    public string? Origin => IsOn ? new Uri(account!.UploadPrefix).GetLeftPart(UriPartial.Authority) : null;

    /// <summary>Whether the file of this upload may go that way: small enough, and none of it is here yet.</summary>
    public bool Takes(Upload upload) => IsOn && upload.State == UploadState.Receiving && upload.Length is > 0 and <= LargestFile && staging.Length(upload.Id) == 0;

    /// <summary>
    /// The form by which the upload's owner sends its file, and nothing else: under its own key, in the formats taken, never in the place of what is there. Asked again it is the same form, until
    /// half of its time is over. Null: it is not theirs, or does not go that way (any more).
    /// </summary>
    public async Task<SignedForm?> SignAsync(Guid id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<Upload>().FirstOrDefaultAsync(u => u.Id == id && u.Owner == by.Id, ct) is not { } upload || !Takes(upload)) return null;
        var (now, valid) = (clock.GetUtcNow(), CloudinarySignature.ValidFor);
        if (upload.SignedUntil is not { } until || until - now < valid / 2)
        {
            until = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()) + valid;
            upload.SignDirect(await UploadKey.OfAsync(db, upload, ct), until, until + Late);
            if (!await UploadFinish.SaveAsync(db, upload, ct)) return null;
        }
        return client!.Uploads.Sign(new(upload.StoreKey, Formats: Formats), until - valid);
    }

    /// <summary>The browser has sent so many bytes: told to all who look. False when no such upload of theirs is on its way.</summary>
    public bool Tell(Guid id, Actor by, long sent)
    {
        by.Require(Role.Editor);
        return IsOn && board.Sent(id, by.Id, sent);
    }

    /// <summary>The browser hands over what Cloudinary answered: from now on the job sees to it. Telling it again does no harm.</summary>
    public async Task<ConfirmOutcome> ConfirmAsync(Guid id, DirectAnswer answer, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        if (!IsOn || await reception.FindAsync(id, by, ct) is not { } upload) return ConfirmOutcome.NoSuchUpload;
        var isOther = upload.StoreKey.Length > 0 && answer.PublicId != upload.StoreKey;
        if (isOther || !new CloudinarySignature(account!).IsOfAnswer(answer.Signature ?? "", answer.PublicId ?? "", answer.Version)) return ConfirmOutcome.NotGenuine;
        if (upload.StoreKey.Length == 0 || upload.State is UploadState.Cancelled or UploadState.Failed) return ConfirmOutcome.TooLate;
        await reception.CompleteAsync(id, ct, sentDirectly: true);
        return ConfirmOutcome.Confirmed;
    }

    /// <summary>Cloudinary itself tells that it has this: what is expected under that key is here, whatever became of the browser.</summary>
    public async Task HearAsync(string publicId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        foreach (var id in await db.Set<Upload>().Where(u => u.State == UploadState.Receiving && u.SignedUntil != null && u.StoreKey == publicId).Select(u => u.Id).ToListAsync(ct))
            await reception.CompleteAsync(id, ct, sentDirectly: true);
    }
}
