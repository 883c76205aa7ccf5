using MediaAdmin.Jobs;

namespace MediaAdmin.Deletion;

/// <summary>
/// Has the purge run when the next entry is due. Entries come in the order in which they fall due, so that nearly always a run is ordered already
/// and nothing needs to be written; the schedule behind it finds what a crash kept from being ordered.
/// </summary>
public sealed class PurgeSchedule(JobScheduler jobs, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private DateTimeOffset _next;

    public async Task WakeAsync(DateTimeOffset at, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (_next > clock.GetUtcNow() && _next <= at) return;
            await jobs.WakeAsync(PurgeJob.Key, at, ct);
            _next = at;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
