using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads;

/// <summary>How an announcement of files ended.</summary>
public abstract record ExpectOutcome
{
    /// <summary>The uploads, one for each file in the order given. Files that were interrupted before come back under their old id.</summary>
    public sealed record Expected(Guid Batch, IReadOnlyList<Upload> Uploads) : ExpectOutcome;

    /// <summary>Something about the request is wrong; <paramref name="Field"/> names it, <paramref name="Sentence"/> says how to put it right.</summary>
    public sealed record Refused(string Field, string Sentence) : ExpectOutcome;
}

/// <summary>Opens uploads and closes them when their last byte is here.</summary>
public sealed class Reception(
    IDbContextFactory<MediaDb> dbs, JobScheduler jobs, Staging staging, UploadBoard board, IOptions<UploadOptions> options, TimeProvider clock)
{
    /// <summary>Files in one announcement.</summary>
    public const int MaxFiles = 1000;

    /// <summary>
    /// Makes the rows of files that will come, all in one transaction, so that every page shows them at once. A file of the same name, size and
    /// modification time that the same person began for the same place is not begun again; when it has a place of its own now, it joins this batch and stands where this says.
    /// </summary>
    public async Task<ExpectOutcome> ExpectAsync(Guid? batchId, UploadPlace place, IReadOnlyList<NewFile> files, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        if (Check(files) is { } wrong) return wrong;
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await UploadTargets.ResolveAsync(db, [.. files.Select(f => f.Place ?? place).Distinct()], ct) is not { } targets) return new ExpectOutcome.Refused("product", "There is no such product, variant or client. Open the product again and drop the files there.");
        var replaced = files.Select(f => f.Replaces).OfType<long>().Distinct().ToList();
        if (replaced.Count > 0 && await db.Set<Asset>().CountAsync(a => EF.Parameter(replaced).Contains(a.Id), ct) < replaced.Count)
            return new ExpectOutcome.Refused("files.replaces", "There is no such picture in the library. It may have been deleted; add the file as a new picture instead.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (batchId is { } given) await db.LockAsync($"batch/{given}", ct);
        if (await BatchAsync(db, batchId, [.. targets.Values.Select(t => t.ProductId).Distinct()], by, ct) is not { } batch) return new ExpectOutcome.Refused("batch", "This batch belongs to somebody else. Leave it out to begin a new one.");
        var begun = await InterruptedAsync(db, files, by, clock.GetUtcNow(), ct);
        var last = await db.Set<Upload>().Where(u => u.BatchId == batch.Id).MaxAsync(u => (int?)u.Ordinal, ct) ?? 0;
        var uploads = new List<Upload>(files.Count);
        var left = new HashSet<Guid>();
        foreach (var file in files)
        {
            var target = targets[file.Place ?? place];
            if (file.Fingerprint.Length == 0 || !begun.Remove((file.Fingerprint, file.Replaces, target), out var upload))
                db.Add(upload = Upload.Expect(batch, file, target, ++last, clock.GetUtcNow(), options.Value.KeepUnfinished));
            else if (file.Place is not null)
            {
                left.Add(upload.BatchId);
                upload.PlanAnew(batch, ++last, file.Position);
            }
            uploads.Add(upload);
        }
        await db.SaveChangesAsync(ct);
        if (left.Count > 0) await db.Set<UploadBatch>().Where(b => EF.Parameter(left).Contains(b.Id) && !db.Set<Upload>().Any(u => u.BatchId == b.Id)).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        foreach (var upload in uploads) board.Announce(upload);
        return new ExpectOutcome.Expected(batch.Id, uploads);
    }

    /// <summary>
    /// The upload when this actor began it; null hides from everybody else that it exists. Admins may end it, and find it for that.
    /// </summary>
    public async Task<Upload?> FindAsync(Guid id, Actor by, CancellationToken ct, bool toEnd = false)
    {
        var everybodys = toEnd && by.Is(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Upload>().AsNoTracking().FirstOrDefaultAsync(u => u.Id == id && (everybodys || u.Owner == by.Id), ct);
    }

    /// <summary>
    /// All bytes are here and flushed: the row is queued and its job started. Doing it again does no harm, which closes the window in which a
    /// process dies after the last byte: whoever asks next (HEAD, PATCH, the sweep) completes it.
    /// </summary>
    /// <param name="sentDirectly">They are in the store, where the browser has put them; whether they are what was announced is for the job to see.</param>
    public async Task CompleteAsync(Guid id, CancellationToken ct, bool sentDirectly = false)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<Upload>().FirstOrDefaultAsync(u => u.Id == id && u.State == UploadState.Receiving, ct) is not { } upload) return;
        upload.Receive(clock.GetUtcNow(), sentDirectly);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return; // completed or taken back in this very moment
        }
        await jobs.CommitAndEnqueueAsync(transaction, [StoreUploadJob.Of(id)], ct);
        board.Announce(upload);
    }

    /// <summary>Some bytes came: the upload is kept for another while, until the moment returned.</summary>
    public async Task<DateTimeOffset> ProlongAsync(Guid id, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var until = clock.GetUtcNow() + options.Value.KeepUnfinished;
        await db.Set<Upload>().Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, until), ct);
        board.Received(id, staging.Length(id));
        return until;
    }

    private ExpectOutcome.Refused? Check(IReadOnlyList<NewFile> files)
    {
        if (files.Count is 0 or > MaxFiles) return new("files", $"Name between 1 and {MaxFiles} files in one call; send more in further calls with the same batch.");
        foreach (var file in files)
        {
            if (file.Name.Length is 0 or > 4096 || file.Name.Contains('\0')) return new("files.name", "Every file needs a name of at most 4096 characters, without a NUL.");
            if (file.Length < 0) return new("files.size", $"'{file.Name}': the size in bytes cannot be negative.");
            if (file.Length > options.Value.MaxFileBytes) return new("files.size", $"'{file.Name}' has {file.Length} bytes; at most {options.Value.MaxFileBytes} are taken. Make it smaller and try again.");
            if (file.Position is < 1) return new("files.position", $"'{file.Name}': positions count from 1.");
            foreach (var (field, alt) in new[] { ("files.alt", file.Alt), ("files.altTr", file.AltTr) })
            {
                if (alt.Contains('\0')) return new(field, $"'{file.Name}': the alt text holds a NUL character; leave it out.");
                if (alt.Length > Asset.MaxAlt) return new(field, $"'{file.Name}': the alt text has {alt.Length} characters; at most {Asset.MaxAlt} are taken.");
            }
        }
        return null;
    }

    private async Task<UploadBatch?> BatchAsync(MediaDb db, Guid? id, IReadOnlyList<long?> products, Actor by, CancellationToken ct)
    {
        if (id is not null && await db.Set<UploadBatch>().FirstOrDefaultAsync(b => b.Id == id, ct) is { } existing)
        {
            foreach (var product in products) existing.GoesAlsoTo(product);
            return existing.Owner == by.Id ? existing : null;
        }
        var batch = UploadBatch.Create(id ?? Guid.CreateVersion7(), by.Id, by.Name, products is [var only] ? only : null, clock.GetUtcNow());
        db.Add(batch);
        return batch;
    }

    private static async Task<Dictionary<(string, long?, UploadTarget), Upload>> InterruptedAsync(MediaDb db, IReadOnlyList<NewFile> files, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var fingerprints = files.Select(f => f.Fingerprint).Where(f => f.Length > 0).Distinct().ToList();
        if (fingerprints.Count == 0) return [];
        var begun = await db.Set<Upload>()
            .Where(u => u.Owner == by.Id && u.State == UploadState.Receiving && u.ExpiresAt > now && EF.Parameter(fingerprints).Contains(u.Fingerprint)).OrderBy(u => u.CreatedAt).ToListAsync(ct);
        return begun.GroupBy(u => (u.Fingerprint, u.ReplacesAssetId, new UploadTarget(u.ClientId, u.ProductId, u.VariantId))).ToDictionary(g => g.Key, g => g.First());
    }
}
