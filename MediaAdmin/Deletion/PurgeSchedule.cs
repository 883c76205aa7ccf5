using MediaAdmin.Jobs;

namespace MediaAdmin.Deletion;

/// <summary>Has the purge run when the next entry is due. The schedule behind it finds what a crash kept from being asked for.</summary>
public sealed class PurgeSchedule(JobScheduler jobs)
{
    public void Wake(DateTimeOffset at) => jobs.Wake(PurgeJob.Name, at);
}
