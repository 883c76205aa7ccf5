using Hangfire.Common;
using Hangfire.Storage;
using MediaAdmin.Jobs;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Jobs;

/// <summary>What waiting jobs are written as: it must not change, or the jobs that wait when a new version starts are lost.</summary>
public sealed class JobNamesTests
{
    [Fact]
    public void Every_job_class_keeps_its_name_method_and_parameters_whatever_the_class_is_called_or_where_it_is() => Assert.Equal(
        [
            "check-delivery RunAsync(PerformContext, CancellationToken)",
            "import RunAsync(Guid, PerformContext, CancellationToken)",
            "import-account RunAsync(Guid, PerformContext, CancellationToken)",
            "load-demo RunAsync(Int32, CancellationToken)",
            "purge RunAsync(PerformContext, CancellationToken)",
            "reconcile RunAsync(Int64, Boolean, Boolean, String, String, CancellationToken)",
            "reconcile-nightly RunAsync(CancellationToken)",
            "self-check Run(Guid)",
            "store-upload RunAsync(Guid, PerformContext, CancellationToken)",
            "sweep-imports RunAsync(CancellationToken)",
            "sweep-uploads RunAsync(PerformContext, CancellationToken)",
            "sync-metadata RunAsync(CancellationToken)",
        ],
        JobNames.All.OrderBy(j => j.Key, StringComparer.Ordinal).Select(j => (Name: j.Key, Method: j.Value.GetMethods().Single(m => m.Name is "RunAsync" or "Run")))
            .Select(j => $"{j.Name} {j.Method.Name}({string.Join(", ", j.Method.GetParameters().Select(p => p.ParameterType.Name))})"));

    [Fact]
    public void A_job_is_known_by_the_row_that_it_moves_and_one_without_a_row_by_its_name()
    {
        var id = Guid.NewGuid();
        Assert.Equal(id.ToString("N"), JobNames.Of(StoreUploadJob.Of(id)));
        Assert.Equal("sweep-uploads", JobNames.Of(Job.FromExpression<UploadSweepJob>(j => j.RunAsync(null, default))));
        var written = InvocationData.SerializeJob(StoreUploadJob.Of(id));
        Assert.Equal(id.ToString("N"), JobNames.KeyOf(written.Arguments, "none"));
        Assert.Equal("none", JobNames.KeyOf("[]", "none"));
    }

    [Theory]
    [InlineData("00:00:01", "*/1 * * * * *")]
    [InlineData("00:00:30", "*/30 * * * * *")]
    [InlineData("00:10:00", "0 */10 * * * *")]
    [InlineData("06:00:00", "0 0 */6 * * *")]
    [InlineData("1.00:00:00", "0 0 0 * * *")]
    public void An_interval_becomes_the_nearest_that_cron_can_say(string every, string cron) => Assert.Equal(cron, JobRegistration.CronOf(TimeSpan.Parse(every, System.Globalization.CultureInfo.InvariantCulture)));
}
