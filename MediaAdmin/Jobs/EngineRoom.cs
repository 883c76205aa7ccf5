namespace MediaAdmin.Jobs;

/// <summary>Everything that is going on, at one moment.</summary>
public sealed record EngineRoom(
    IReadOnlyList<WorkView> Work, IReadOnlyList<RunningJob> Running, IReadOnlyList<WaitingJob> Waiting, IReadOnlyList<FailureCause> Failures,
    IReadOnlyList<ScheduleView> Schedules, IReadOnlyList<NodeView> Nodes, DateTimeOffset At)
{
    /// <summary>So many that wait are listed; <see cref="WorkView.Waiting"/> counts all.</summary>
    public const int WaitingShown = 100;

    /// <summary>How long the work of the last hour waited and took, by kind; null where nobody asked for it, as pages do, which have it with their chart.</summary>
    public IReadOnlyList<KindDurations>? LastHour { get; init; }

    /// <summary>Work waits and no machine is alive that could do it.</summary>
    public bool IsUnattended => Nodes.All(n => !n.IsAlive) && Work.Any(w => w.Waiting > 0);
}

/// <summary>
/// A kind of work: jobs that run, items that wait (<paramref name="Retrying"/> of them were tried in vain before), items that need a person, how many may run at once on each machine
/// (null: as many as there is room for). The pause, while it stands still or is tried again.
/// </summary>
public sealed record WorkView(string Kind, int Running, int Waiting, int Retrying, int Failed, DateTimeOffset? OldestWaiting, bool RunsManyAtOnce, int? AtOnce, PauseView? Pause)
{
    /// <summary>Work waits that nobody will do: it was paused by hand, without an end.</summary>
    public bool IsForgotten => Waiting > 0 && Pause is { By.Length: > 0, Until: null };
}

/// <summary>Why a kind of work stands still: by itself for a word of its own and the other side's words, or by hand, then with that person's reason. Until null: until it is resumed. <paramref name="IsTrying"/>: its time is over, one is tried.</summary>
public sealed record PauseView(string Reason, string Detail, string By, DateTimeOffset Since, DateTimeOffset? Until, bool IsTrying)
{
    public static PauseView? Of(WorkPause? pause, DateTimeOffset now) =>
        pause is null ? null : new(pause.Reason, pause.Detail, pause.By, pause.Since, pause.IsOpen ? null : pause.Until, !pause.IsByHand && pause.Until <= now);
}

/// <summary>A job that runs, on which machine, since when. Progress in percent where the job tells it. <paramref name="IsStopping"/>: somebody asked it to stop.</summary>
public sealed record RunningJob(string Id, string Kind, string Job, JobSubject? Subject, string Node, DateTimeOffset Since, int? Progress, string ProgressText, bool IsStopping);

/// <summary>A job that waits for its turn, or for its next try after so many failed <paramref name="Attempts"/>.</summary>
public sealed record WaitingJob(string Kind, string Job, JobSubject? Subject, DateTimeOffset Next, int Attempts);

/// <summary>Work that runs by the clock. Off: not at all until somebody switches it on again, or until then.</summary>
public sealed record ScheduleView(string Kind, string Name, DateTimeOffset? Next, DateTimeOffset? Last, JobRunOutcome? LastOutcome, PauseView? Off);

/// <summary>A machine that runs jobs, and when it last gave a sign of life.</summary>
public sealed record NodeView(string Name, DateTimeOffset LastSign, bool IsAlive);

/// <summary>How a run ended. Skipped: there was nothing to do.</summary>
public enum JobRunOutcome { Succeeded, Failed, Cancelled, Skipped }
