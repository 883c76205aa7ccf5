using System.Linq.Expressions;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>An upload that nothing moves on any more, and since when.</summary>
public sealed record StuckUpload(Guid Id, string FileName, long Length, DateTimeOffset Since);

/// <summary>What staging holds under the id of an upload that needs it no more, or that never was: all its files together, the time of the latest change.</summary>
public sealed record StagedLeftover(Guid Upload, long Bytes, DateTimeOffset ChangedAt);

/// <summary>Finds what a crash left behind of uploads and changes nothing: the sweep mends it, the two-way check tells of what the sweep has not mended.</summary>
public sealed class UploadLeftovers(IDbContextFactory<MediaDb> dbs, JobScheduler jobs, Staging staging)
{
    /// <summary>All bytes are here, but the row was not told.</summary>
    public async Task<IReadOnlyList<StuckUpload>> FullAsync(CancellationToken ct)
    {
        var receiving = await ReadAsync(u => u.State == UploadState.Receiving, ct);
        return [.. receiving.Where(u => u.Length == 0 || staging.Has(u.Id, u.Length)).Select(u => new StuckUpload(u.Id, u.FileName, u.Length, u.Length == 0 ? u.CreatedAt : staging.ChangedAt(u.Id)))];
    }

    /// <summary>Queued or on its way to the store, but no job moves it.</summary>
    public async Task<IReadOnlyList<StuckUpload>> WithoutJobAsync(CancellationToken ct)
    {
        var moving = await ReadAsync(u => u.State == UploadState.Queued || u.State == UploadState.Storing, ct);
        if (moving.Count == 0) return [];
        var queued = await jobs.QueuedAsync<StoreUploadJob>(ct);
        return [.. moving.Where(u => !queued.Contains(StoreUploadJob.Key(u.Id))).Select(u => new StuckUpload(u.Id, u.FileName, u.Length, u.NextAttemptAt ?? u.ReceivedAt ?? u.CreatedAt))];
    }

    /// <summary>Its bytes did not come in time.</summary>
    public async Task<IReadOnlyList<StuckUpload>> ExpiredAsync(DateTimeOffset before, CancellationToken ct)
    {
        var expired = await ReadAsync(u => u.State == UploadState.Receiving && u.ExpiresAt < before, ct);
        return [.. expired.Select(u => new StuckUpload(u.Id, u.FileName, u.Length, u.ExpiresAt))];
    }

    /// <summary>All three, of those that have stood still since <paramref name="before"/>.</summary>
    public async Task<IReadOnlyList<StuckUpload>> UnconfirmedAsync(DateTimeOffset before, CancellationToken ct)
    {
        var stuck = (await FullAsync(ct)).Concat(await WithoutJobAsync(ct)).Where(u => u.Since < before);
        return [.. stuck.Concat(await ExpiredAsync(before, ct)).DistinctBy(u => u.Id)];
    }

    /// <summary>
    /// Files in staging of uploads that are over: stored, taken back, or refused for what they are. Those of ids without a row only when they are older
    /// than <paramref name="before"/>: the row may be about to be written.
    /// </summary>
    public async Task<IReadOnlyList<StagedLeftover>> StagedAsync(DateTimeOffset before, CancellationToken ct)
    {
        var staged = staging.Held();
        if (staged.Count == 0) return [];
        var ids = staged.Keys.ToList();
        var rows = (await ReadAsync(u => EF.Parameter(ids).Contains(u.Id), ct)).ToDictionary(u => u.Id);
        return [.. staged.Where(s => rows.TryGetValue(s.Key, out var row) ? row.IsOver : s.Value.ChangedAt < before).Select(s => new StagedLeftover(s.Key, s.Value.Bytes, s.Value.ChangedAt))];
    }

    private async Task<List<Row>> ReadAsync(Expression<Func<Upload, bool>> which, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Upload>().Where(which)
            .Select(u => new Row(u.Id, u.FileName, u.Length, u.State, u.Fault, u.CreatedAt, u.ExpiresAt, u.ReceivedAt, u.NextAttemptAt)).ToListAsync(ct);
    }

    private sealed record Row(
        Guid Id, string FileName, long Length, UploadState State, UploadFault? Fault, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? ReceivedAt, DateTimeOffset? NextAttemptAt)
    {
        public bool IsOver => State is UploadState.Stored or UploadState.Cancelled || (State == UploadState.Failed && Fault <= UploadFault.BytesLost);
    }
}
