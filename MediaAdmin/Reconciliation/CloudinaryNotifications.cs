using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Direct;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Reconciliation;

/// <summary>
/// What Cloudinary tells by itself. A notification is never taken for the deed: it only has the portal ask at once what it would have asked later, of those uploads and
/// deletions that wait. So one that comes twice, late or out of order does no harm.
/// </summary>
public sealed partial class CloudinaryNotifications(
    IDbContextFactory<MediaDb> dbs, DeletionControl deletions, DirectUploads direct, JobScheduler jobs, TimeProvider clock, ILogger<CloudinaryNotifications> log, CloudinaryOptions? account = null)
{
    /// <summary>How far ahead of this machine's clock Cloudinary's may be.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _heard = new();

    /// <summary>False: there is no account that could tell anything.</summary>
    public bool IsExpected => account is not null;

    /// <summary>Whether Cloudinary said exactly this, and lately: signed with the account's secret, not older than two hours.</summary>
    public bool IsGenuine(ReadOnlySpan<byte> body, string signature, string timestamp)
    {
        if (account is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799) return false;
        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return age <= CloudinarySignature.NotificationValidFor && age >= -Ahead && new CloudinarySignature(account).IsOfNotification(signature, body, timestamp);
    }

    /// <summary>Acts on a genuine notification; on the same one only once. Kinds that concern nothing here are passed over.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public async Task HearAsync(ReadOnlyMemory<byte> body, string signature, CancellationToken ct)
    {
        var told = JsonSerializer.Deserialize<Notification>(body.Span, CloudinaryJson.Options) ?? throw new JsonException();
        foreach (var (old, at) in _heard)
            if (clock.GetUtcNow() - at > CloudinarySignature.NotificationValidFor + Ahead) _heard.TryRemove(old, out _);
        if (!_heard.TryAdd(signature, clock.GetUtcNow())) return;
        try
        {
            if (told is { NotificationType: "upload", PublicId: { Length: > 0 } id } && !id.Contains('\0')) await UploadedAsync(id, ct);
            else if (told is { NotificationType: "delete", Resources.ValueKind: JsonValueKind.Array }) await DeletedAsync(Ids(told.Resources), ct);
        }
        catch
        {
            _heard.TryRemove(signature, out _); // it was not acted on: Cloudinary tells it again
            throw;
        }
    }

    /// <summary>
    /// An upload whose answer was lost and that waits for its next try: it is tried now, and finds that its picture is there. One that a browser sent straight there, and of which it
    /// could not tell any more, is taken over.
    /// </summary>
    private async Task UploadedAsync(string publicId, CancellationToken ct)
    {
        await direct.HearAsync(publicId, ct);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var waiting = await db.Set<Upload>().Where(u => u.State == UploadState.Queued && u.NextAttemptAt != null && u.StoreKey == publicId).Select(u => u.Id).ToListAsync(ct);
        jobs.Enqueue([.. waiting.Select(StoreUploadJob.Of)]);
        foreach (var id in waiting) LogUploaded(publicId, id);
    }

    /// <summary>Deletions of it that the store did not confirm yet are asked for again; none that can still be undone.</summary>
    private async Task DeletedAsync(IReadOnlyCollection<string> publicIds, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var unconfirmed = await db.Set<QueuedDeletion>()
            .Where(d => d.Store == CloudinaryStore.StoreName && EF.Parameter(publicIds).Contains(d.StoreKey) && d.TriedAt != null && (d.State == DeletionState.Failed || d.State == DeletionState.Waiting))
            .Select(d => d.Id).ToListAsync(ct);
        if (unconfirmed.Count > 0) await deletions.HurryAsync(unconfirmed, Actor.Portal, ct);
        var missing = await db.Set<Asset>().Where(a => a.Store == CloudinaryStore.StoreName && EF.Parameter(publicIds).Contains(a.StoreKey)).Select(a => new { a.Id, a.StoreKey }).ToListAsync(ct);
        foreach (var asset in missing) LogDeletedElsewhere(asset.StoreKey, asset.Id);
    }

    private static List<string> Ids(JsonElement resources) =>
    [
        .. resources.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object)
            .Select(r => r.TryGetProperty("public_id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : "").Where(id => id.Length > 0 && !id.Contains('\0')).Distinct(),
    ];

    private sealed record Notification(string? NotificationType, string? PublicId, JsonElement Resources);

    [LoggerMessage(LogLevel.Information, "Cloudinary tells that {PublicId} was uploaded; upload {Upload}, which waited, is tried now")]
    private partial void LogUploaded(string publicId, Guid upload);

    [LoggerMessage(LogLevel.Warning, "Cloudinary tells that {PublicId} was deleted, which asset {Asset} of the library still has: somebody deleted it there. The two-way check tells more")]
    private partial void LogDeletedElsewhere(string publicId, long asset);
}
