using System.Diagnostics;
using System.Runtime.CompilerServices;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Uploads;

namespace MediaAdmin.Setup;

/// <summary>What is tried of a store, in this order.</summary>
public enum StoreStep { Reach, Store, Deliver, Delete, Usage }

/// <summary>How a step ended: what went wrong in the store's own words and what a person has to mend, as far as that is known; <paramref name="Usage"/> and <paramref name="Calls"/> with the step that asks for them.</summary>
public sealed record StoreStepResult(StoreStep Step, bool IsGood, string Fact, StorageCause Cause, TimeSpan Took, CloudinaryUsage? Usage = null, AdminAllowance? Calls = null);

/// <summary>
/// Tries the configured store as the portal uses it: its account answers, it takes a tiny picture, gives it out where browsers fetch it, and deletes it; last what the
/// plan allows and what is used of that. Several tests at once do not disturb each other.
/// </summary>
public sealed class StoreTest(IMediaStore store, Staging staging, CloudinaryClient? cloudinary = null)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public string Name => store.Name;

    public IReadOnlyList<StoreStep> Steps { get; } = cloudinary is null ? [StoreStep.Store, StoreStep.Deliver, StoreStep.Delete] : Enum.GetValues<StoreStep>();

    /// <summary>Gives each step as it ends. After one that failed only the deleting of what was stored is still tried.</summary>
    public async IAsyncEnumerable<StoreStepResult> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var probe = new Probe($"self-check/{Guid.NewGuid():N}");
        var isGood = true;
        foreach (var step in Steps.Where(s => isGood || (s == StoreStep.Delete && probe.Stored is not null)))
        {
            var result = await TryAsync(step, probe, ct);
            isGood &= result.IsGood;
            yield return result;
        }
    }

    private async Task<StoreStepResult> TryAsync(StoreStep step, Probe probe, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        StoreStepResult Bad(string fact, StorageCause cause) => new(step, false, fact, cause, watch.Elapsed);
        try
        {
            var usage = await Task.Run(() => DoAsync(step, probe, limit.Token), limit.Token);
            return new(step, true, "", StorageCause.Unknown, watch.Elapsed, usage, usage is null ? null : cloudinary!.Admin.Quota.Known);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Bad($"No answer within {Limit.TotalSeconds} s.", StorageCause.Network);
        }
        catch (Exception e) when (e is not OperationCanceledException) // whatever is broken, the page must be able to say it
        {
            return Bad(e.Message, (e as StorageException)?.Cause ?? StorageCause.Unknown);
        }
    }

    private async Task<CloudinaryUsage?> DoAsync(StoreStep step, Probe probe, CancellationToken ct)
    {
        switch (step)
        {
            case StoreStep.Reach: await cloudinary!.Admin.PingAsync(ct); break;
            case StoreStep.Store: await PutAsync(probe, ct); break;
            case StoreStep.Deliver: await FetchAsync(probe, ct); break;
            case StoreStep.Delete when await store.DeleteAsync(probe.Key, ct) != DeleteResult.Deleted: throw new InvalidOperationException("The store did not find the picture that it was to delete.");
            case StoreStep.Usage: return await cloudinary!.Admin.UsageAsync(ct);
        }
        return null;
    }

    private async Task PutAsync(Probe probe, CancellationToken ct)
    {
        var path = staging.Scratch(".png");
        await File.WriteAllBytesAsync(path, OnePixel, ct);
        try
        {
            probe.Stored = await store.PutAsync(new(probe.Key, new string('0', 64), new(path, OnePixel.Length, "image/png"), new Dictionary<PictureSize, OutgoingFile>()), new Progress<long>(), ct);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task FetchAsync(Probe probe, CancellationToken ct)
    {
        await using var read = await store.OpenAsync(probe.Stored!, ct) ?? throw new InvalidOperationException("The store took a picture and does not have it.");
        var back = new MemoryStream();
        await read.CopyToAsync(back, ct);
        if (!back.ToArray().AsSpan().SequenceEqual(OnePixel)) throw new InvalidOperationException("The store gave back other bytes than it was given.");
    }

    internal static readonly byte[] OnePixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private sealed class Probe(string key)
    {
        public string Key => key;
        public StoredPicture? Stored { get; set; }
    }
}
