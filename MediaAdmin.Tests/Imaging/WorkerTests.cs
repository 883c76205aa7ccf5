using System.Diagnostics;
using MediaAdmin.Imaging;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Imaging;

[Collection(ImagingTests.Name)]
public sealed class WorkerTests(Studio studio)
{
    private static readonly Lazy<byte[]> Slow = new(() => Bytes.HeavyPng(9000, 9000, interlaced: false));

    [Fact]
    public async Task The_engine_tells_its_version() => Assert.Matches(@"^8\.\d+\.\d+$", await studio.Tool.VersionAsync(CancellationToken.None));

    [Fact]
    public async Task A_picture_that_takes_too_much_processor_time_is_too_costly()
    {
        await using var tool = Studio.NewTool(options => (options.CpuSeconds, options.Workers) = (1, 1));

        var looked = await studio.ExamineAsync(tool, Slow.Value, 8000);

        AssertTooCostly(looked, "152");
        await AssertServesAsync(tool);
    }

    [Fact]
    public async Task A_picture_that_takes_too_long_is_too_costly()
    {
        await using var tool = Studio.NewTool(options => (options.WallSeconds, options.Workers) = (1, 1));
        var worker = await StartedAsync(tool);

        var looked = await studio.ExamineAsync(tool, Slow.Value, 8000);

        AssertTooCostly(looked, "more than 1 s");
        Assert.False(Directory.Exists($"/proc/{worker}"));
        await AssertServesAsync(tool);
    }

    [Fact]
    public async Task A_picture_that_takes_too_much_memory_is_too_costly()
    {
        await using var tool = Studio.NewTool(options => (options.MemoryBytes, options.Workers) = (100 << 20, 1));

        var looked = await studio.ExamineAsync(tool, Bytes.HeavyPng(5000, 5000, interlaced: true));

        AssertTooCostly(looked, "");
        await AssertServesAsync(tool);
    }

    // Without limits this file of 35 bytes was measured to take 1.7 GB and 12 s.
    [Fact]
    public async Task The_memory_limit_holds_even_where_the_header_is_believed()
    {
        await using var tool = Studio.NewTool(options => (options.MaxSide, options.MaxPixels, options.Workers) = (65535, 100_000_000_000, 1));

        AssertTooCostly(await studio.ExamineAsync(tool, Bytes.Gif(20_000, 20_000, 1, frameSide: 20_000)), "");
        await AssertServesAsync(tool);
    }

    [Fact]
    public async Task A_worker_without_work_ends_after_a_while()
    {
        await using var tool = Studio.NewTool(options => (options.RestSeconds, options.Workers) = (1, 1));
        var worker = await StartedAsync(tool);

        await Eventually.HoldsAsync(() => Task.FromResult(!Directory.Exists($"/proc/{worker}")), "the worker's end");
        await AssertServesAsync(tool);
    }

    [Fact]
    public async Task A_worker_killed_while_idle_is_replaced()
    {
        await using var tool = Studio.NewTool(options => options.Workers = 1);
        var worker = await StartedAsync(tool);

        Process.GetProcessById(worker).Kill();

        await AssertServesAsync(tool);
        Assert.NotEqual(worker, Assert.Single(tool.IdleWorkers));
    }

    [Fact]
    public async Task A_worker_killed_in_the_middle_of_a_picture_costs_nothing_but_time()
    {
        await using var tool = Studio.NewTool(options => options.Workers = 1);
        var worker = await StartedAsync(tool);
        var looking = studio.ExamineAsync(tool, Slow.Value, 400);
        await UntilBusyAsync(tool, worker);

        Process.GetProcessById(worker).Kill();

        Assert.Equal(9000, (await looking).Facts.Width);
    }

    [Fact]
    public async Task A_picture_whose_worker_dies_twice_is_too_costly()
    {
        await using var tool = Studio.NewTool(options => options.Workers = 1);
        var first = await StartedAsync(tool);
        var looking = studio.ExamineAsync(tool, Slow.Value, 8000);
        await UntilBusyAsync(tool, first);
        Process.GetProcessById(first).Kill();
        var second = await UntilAsync(() => tool.BusyWorkers.FirstOrDefault(id => id != first));
        Process.GetProcessById(second).Kill();

        AssertTooCostly(await looking, "137");
    }

    [Fact]
    public async Task Cancelling_ends_the_worker_and_leaves_nothing_behind()
    {
        await using var tool = Studio.NewTool(options => options.Workers = 1);
        var worker = await StartedAsync(tool);
        using var cancelling = new CancellationTokenSource();
        var rendition = new Rendition(8000, studio.NewPath(".webp"));
        var looking = tool.ExamineAsync(studio.Put(Slow.Value), studio.NewPath(".clean"), [rendition], cancelling.Token);
        await UntilBusyAsync(tool, worker);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
        Assert.False(Directory.Exists($"/proc/{worker}"));
        Assert.False(File.Exists(rendition.Path));
        await AssertServesAsync(tool);
    }

    [Fact]
    public async Task Disposing_ends_every_worker_even_a_busy_one()
    {
        var tool = Studio.NewTool(options => options.Workers = 2);
        var first = await StartedAsync(tool);
        Rendition[] large = [new(8000, studio.NewPath(".webp"))];
        var looking = tool.ExamineAsync(studio.Put(Slow.Value), studio.NewPath(".clean"), large, CancellationToken.None);
        await UntilBusyAsync(tool, first);
        var second = await StartedAsync(tool);

        await tool.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
        Assert.False(Directory.Exists($"/proc/{first}") || Directory.Exists($"/proc/{second}"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => tool.VersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_ends_by_itself_when_the_portal_is_gone_and_not_before()
    {
        using var worker = Process.Start(WorkerCommand.Create())!;
        await worker.StandardInput.BaseStream.WriteAsync(WorkerWire.Line(new WorkerRequest.Begin(new(), Draws: false)));
        await worker.StandardInput.BaseStream.FlushAsync();
        Assert.Contains("ready", await worker.StandardOutput.ReadLineAsync());
        using var interrupt = Process.Start("kill", ["-INT", $"{worker.Id}"]);
        await interrupt.WaitForExitAsync();
        Assert.False(worker.HasExited);

        worker.StandardInput.Close();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await worker.WaitForExitAsync(patience.Token);
        Assert.Equal(0, worker.ExitCode);
    }

    [Fact]
    public async Task A_worker_is_told_none_of_the_portals_secrets()
    {
        Environment.SetEnvironmentVariable("Storage__S3__SecretKey", "SECRETKEY");
        await using var tool = Studio.NewTool(options => options.Workers = 1);

        var environment = await File.ReadAllTextAsync($"/proc/{await StartedAsync(tool)}/environ");

        Assert.Contains("DOTNET_GCHeapHardLimit", environment);
        Assert.DoesNotContain("SECRETKEY", environment);
    }

    [Fact]
    public async Task A_worker_for_uploads_refuses_to_read_svg_and_one_that_draws_is_not_kept()
    {
        await using var tool = Studio.NewTool(options => options.Workers = 1);
        const string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>";
        await tool.DrawAsync(svg, studio.NewPath(".png"), 4, 4, CancellationToken.None);
        Assert.Empty(tool.IdleWorkers);

        await using var worker = await WorkerProcess.StartAsync(new(), draws: false, CancellationToken.None);
        var order = new WorkerRequest.Draw(svg, studio.NewPath(".png"), 4, 4);
        var reply = await worker.AskAsync(order, TimeSpan.FromSeconds(20), CancellationToken.None);

        Assert.Contains("blocked", Assert.IsType<WorkerReply.Broken>(reply).Message);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_drawing_that_cannot_be_made_is_the_tools_failure(string svg)
    {
        await Assert.ThrowsAsync<ImageToolException>(() => studio.Tool.DrawAsync(svg, studio.NewPath(".png"), 4, 4, CancellationToken.None));
    }

    [Fact]
    public async Task A_rendition_that_cannot_be_written_is_the_tools_failure_and_not_the_pictures()
    {
        var source = studio.Put(await studio.SceneAsync(PictureType.Png));

        await Assert.ThrowsAsync<ImageToolException>(() =>
            studio.Tool.ExamineAsync(source, studio.NewPath(".clean"), [new(100, "/proc/nowhere.webp")], CancellationToken.None));
        await Assert.ThrowsAsync<ImageToolException>(() => studio.Tool.ExamineAsync(source + ".gone", studio.NewPath(".clean"), [], CancellationToken.None));
    }

    private static void AssertTooCostly(Studio.Looked looked, string detail)
    {
        var refused = Assert.IsType<PictureVerdict.Refused>(looked.Verdict);
        Assert.Equal(Refusal.TooCostly, refused.Reason);
        Assert.Contains(detail, refused.Detail);
        Assert.DoesNotContain(looked.Renditions, r => File.Exists(r.Path));
    }

    private async Task AssertServesAsync(ImageTool tool) => Assert.Equal(20, (await studio.ExamineAsync(tool, Bytes.Gif(20, 10, 2))).Facts.Width);

    private static async Task<int> StartedAsync(ImageTool tool)
    {
        await tool.VersionAsync(CancellationToken.None);
        return tool.IdleWorkers[0];
    }

    private static Task<int> UntilBusyAsync(ImageTool tool, int worker) => UntilAsync(() => tool.BusyWorkers.Contains(worker) ? worker : 0);

    private static async Task<int> UntilAsync(Func<int> find)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (find() == 0) await often.WaitForNextTickAsync(patience.Token);
        return find();
    }
}
