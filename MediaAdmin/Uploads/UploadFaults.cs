using System.Linq.Expressions;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>Writes down why an upload did not get through, for good or for now, and tells the pages.</summary>
public sealed partial class UploadFaults(IDbContextFactory<MediaDb> dbs, UploadBoard board, ILogger<UploadFaults> log)
{
    public static UploadFault Of(Refusal refusal) => refusal switch
    {
        Refusal.Empty => UploadFault.Empty,
        Refusal.NotAPicture => UploadFault.NotAPicture,
        Refusal.Svg => UploadFault.Svg,
        Refusal.UnsupportedType => UploadFault.UnsupportedType,
        Refusal.Truncated => UploadFault.Truncated,
        Refusal.Damaged => UploadFault.Damaged,
        Refusal.TooManyPixels => UploadFault.TooManyPixels,
        Refusal.TooManyFrames => UploadFault.TooManyFrames,
        Refusal.TooCostly => UploadFault.TooCostly,
        _ => UploadFault.Unexpected,
    };

    /// <summary>Those that no further try helps against.</summary>
    public static readonly IReadOnlyList<UploadFault?> ForGood = [.. Enum.GetValues<UploadFault>().Where(f => f <= UploadFault.BytesLost).Select(f => (UploadFault?)f)];

    /// <summary>It failed for good; a person may try again where that can help.</summary>
    public async Task EndAsync(Guid id, UploadFault fault, string detail, CancellationToken ct)
    {
        LogFailed(id, fault, detail);
        await WriteAsync(id, u => u.Fail(fault, detail), ct);
    }

    /// <summary>
    /// Ends an upload whose bytes did not come in time. False, and nothing is changed, when more bytes came since it was found: they were acknowledged.
    /// </summary>
    public async Task<bool> ExpireAsync(Guid id, string detail, DateTimeOffset now, CancellationToken ct)
    {
        if (!await WriteAsync(id, u => u.State == UploadState.Receiving && u.ExpiresAt < now, u => u.Fail(UploadFault.Expired, detail), ct)) return false;
        LogFailed(id, UploadFault.Expired, detail);
        return true;
    }

    /// <summary>It failed for now and is tried again by itself at <paramref name="next"/>.</summary>
    public async Task PostponeAsync(Guid id, UploadFault fault, string detail, int attempts, DateTimeOffset next, CancellationToken ct)
    {
        LogPostponed(id, fault, attempts, next, detail);
        await WriteAsync(id, u => u.Postpone(fault, detail, attempts, next), ct);
    }

    /// <summary>The store serves nobody for now, which is nothing the upload has to pay for: it goes on by itself at <paramref name="until"/>.</summary>
    public Task HoldAsync(Guid id, string detail, DateTimeOffset until, CancellationToken ct) =>
        WriteAsync(id, u => u.State == UploadState.Queued || u.State == UploadState.Storing, u => u.Postpone(UploadFault.StoreUnavailable, detail, u.Attempts, until), ct);

    private Task<bool> WriteAsync(Guid id, Action<Upload> change, CancellationToken ct) =>
        WriteAsync(id, u => u.State != UploadState.Stored && u.State != UploadState.Cancelled, change, ct);

    /// <summary>True: the upload was as asked for, and was changed.</summary>
    private async Task<bool> WriteAsync(Guid id, Expression<Func<Upload, bool>> when, Action<Upload> change, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var upload = await db.Set<Upload>().Where(when).FirstOrDefaultAsync(u => u.Id == id, ct);
        if (upload is null) return false;
        change(upload);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // stored or taken back in this very moment: that stands
        }
        board.Announce(upload);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Upload {Upload} failed: {Fault} ({Detail})")]
    private partial void LogFailed(Guid upload, UploadFault fault, string detail);

    [LoggerMessage(LogLevel.Warning, "Upload {Upload} waits: {Fault}, attempt {Attempts}, next at {Next} ({Detail})")]
    private partial void LogPostponed(Guid upload, UploadFault fault, int attempts, DateTimeOffset next, string detail);
}
