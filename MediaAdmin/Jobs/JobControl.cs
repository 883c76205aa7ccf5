using Hangfire;
using Hangfire.States;
using MediaAdmin.Access;

namespace MediaAdmin.Jobs;

/// <summary>What an Admin can do in the engine room; every act is written to the log.</summary>
public sealed partial class JobControl(
    IBackgroundJobClient client, JobScheduler jobs, IEnumerable<JobType> types, IEnumerable<RecurringJob> recurring, IEnumerable<IWorkItems> items, Pauses pauses, JobServers servers, ILogger<JobControl> log)
{
    public bool IsKnown(string kind) => types.Any(t => t.Queue == kind);

    public bool IsSchedule(string kind, string name) => recurring.Any(r => r.Queue == kind && r.Name == name);

    /// <summary>This kind of work stands still until <paramref name="until"/>, or until it is resumed: what runs is finished, what comes waits.</summary>
    public async Task PauseAsync(string kind, string reason, DateTimeOffset? until, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await pauses.PauseByHandAsync(kind, reason.Trim(), by.Name, until, ct);
        LogPaused(kind, by.Id, until, reason);
    }

    /// <summary>It goes on at once, whoever or whatever paused it; false when nothing did.</summary>
    public async Task<bool> ResumeAsync(string kind, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var pause = await pauses.FindAsync(kind, ct);
        if (!await pauses.ResumeAsync(kind, ct)) return false;
        LogResumed(kind, by.Id);
        if (pause is not { IsByHand: false }) return true;
        // What paused by itself was to run again when the pause would have been over.
        foreach (var job in recurring.Where(r => r.Queue == kind)) RunNow(kind, job.Name, by);
        return true;
    }

    /// <summary>A schedule does not run until then, or until it is switched on again. What wakes the same work for another reason still does.</summary>
    public Task SwitchOffAsync(string kind, string name, DateTimeOffset? until, Actor by, CancellationToken ct) => PauseAsync(WorkPause.OfSchedule(kind, name), "", until, by, ct);

    public Task<bool> SwitchOnAsync(string kind, string name, Actor by, CancellationToken ct) => ResumeAsync(WorkPause.OfSchedule(kind, name), by, ct);

    /// <summary>How many of this kind run at once on each machine, 1 to <see cref="WorkLimit.Most"/>; null for as many as there is room for.</summary>
    public async Task LimitAsync(string kind, int? atOnce, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await servers.LimitAsync(kind, atOnce, ct);
        LogLimited(kind, atOnce, by.Id);
    }

    /// <summary>Has a schedule run now, beside its times; false when there is no such.</summary>
    public bool RunNow(string kind, string name, Actor by)
    {
        by.Require(Role.Admin);
        if (recurring.FirstOrDefault(r => r.Queue == kind && r.Name == name) is not { } job) return false;
        jobs.Start(job.Job);
        LogRun(kind, name, by.Id);
        return true;
    }

    /// <summary>Asks a job that runs to stop, on whichever machine; false when it is over. What it was about is as its concept leaves it: an upload stays queued and a sweep finds it again.</summary>
    public bool Stop(string id, Actor by)
    {
        by.Require(Role.Admin);
        LogStopped(id, by.Id);
        return client.Delete(id, ProcessingState.StateName);
    }

    /// <summary>Has failed items tried again; of this kind, or of all.</summary>
    public async Task<int> RetryAsync(string? kind, FailedChoice which, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var retried = 0;
        foreach (var one in items.Where(i => kind is null || i.Kind == kind)) retried += await one.RetryAsync(which, by, ct);
        return retried;
    }

    /// <summary>Failed items of this kind are not needed any more.</summary>
    public async Task<int> GiveUpAsync(string kind, FailedChoice which, string reason, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        return items.FirstOrDefault(i => i.Kind == kind) is { } one ? await one.GiveUpAsync(which, reason, by, ct) : 0;
    }

    /// <summary>The latest that failed for this cause; at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<FailedItem>> FailedAsync(string kind, string cause, int most, CancellationToken ct) =>
        items.FirstOrDefault(i => i.Kind == kind) is { } one ? await one.FailedAsync(cause, most, ct) : [];

    [LoggerMessage(LogLevel.Information, "{Kind} paused by {Actor} until {Until}: {Reason}")]
    private partial void LogPaused(string kind, string actor, DateTimeOffset? until, string reason);

    [LoggerMessage(LogLevel.Information, "{Kind} resumed by {Actor}")]
    private partial void LogResumed(string kind, string actor);

    [LoggerMessage(LogLevel.Information, "{Kind} limited to {AtOnce} at once by {Actor}")]
    private partial void LogLimited(string kind, int? atOnce, string actor);

    [LoggerMessage(LogLevel.Information, "{Kind}/{Name} is run now at the wish of {Actor}")]
    private partial void LogRun(string kind, string name, string actor);

    [LoggerMessage(LogLevel.Information, "Job run {Run} is asked to stop by {Actor}")]
    private partial void LogStopped(string run, string actor);
}
