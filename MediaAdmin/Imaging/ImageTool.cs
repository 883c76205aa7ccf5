using Microsoft.Extensions.Options;

namespace MediaAdmin.Imaging;

/// <summary>
/// Looks at pictures from strangers. They are decoded only in worker processes under memory, processor and wall-clock limits;
/// a worker that misbehaves is killed and replaced, and the portal's own process never decodes.
/// </summary>
public sealed partial class ImageTool(IOptions<ImagingOptions> options, ILogger<ImageTool> logger) : IAsyncDisposable
{
    // 128 + SIGXCPU: the one way to die that can only be the picture's own doing.
    private const int OutOfCpuTime = 152;

    private readonly WorkerPool workers = new(options.Value);

    internal IReadOnlyList<int> IdleWorkers => [.. workers.Idle];

    internal IReadOnlyList<int> BusyWorkers => [.. workers.Busy];

    /// <summary>
    /// Checks the complete file at <paramref name="source"/> and makes the renditions. When metadata has to be taken out, the cleaned
    /// file is written to <paramref name="cleanPath"/>; otherwise nothing is, and the source itself is what is to be stored. Unless the
    /// verdict is <see cref="PictureVerdict.Accepted"/>, nothing is left at <paramref name="cleanPath"/> and the renditions' paths.
    /// Cancelling stops the decoding at once.
    /// </summary>
    /// <exception cref="ImageToolException">The tool, not the picture, is at fault.</exception>
    public async Task<PictureVerdict> ExamineAsync(
        string source, string cleanPath, IReadOnlyList<Rendition> renditions, CancellationToken ct)
    {
        var request = new WorkerRequest.Examine(Path.GetFullPath(source), Path.GetFullPath(cleanPath),
            [.. renditions.Select(r => r with { Path = Path.GetFullPath(r.Path) })]);
        var accepted = false;
        try
        {
            var verdict = await VerdictAsync(request, ct);
            accepted = verdict is PictureVerdict.Accepted;
            return verdict;
        }
        finally
        {
            if (!accepted) RemoveProducts(request);
        }
    }

    private async Task<PictureVerdict> VerdictAsync(WorkerRequest.Examine request, CancellationToken ct)
    {
        var reply = await workers.ExamineAsync(request, ct);
        if (reply is WorkerReply.Died { ExitCode: not OutOfCpuTime } first)
        {
            // Perhaps it was stopped from outside, and the picture is innocent: it gets one more chance in a fresh worker.
            LogDied(request.Source, first.ExitCode, first.Errors);
            reply = await workers.ExamineAsync(request, ct);
        }
        return reply switch
        {
            WorkerReply.Accepted accepted => new PictureVerdict.Accepted(accepted.Facts),
            WorkerReply.Refused refused => new PictureVerdict.Refused(refused.Reason, refused.Detail),
            WorkerReply.Died died => TooCostly($"The worker ended with code {died.ExitCode}. {died.Errors}"),
            WorkerReply.TimedOut => TooCostly($"It took more than {options.Value.WallSeconds} s."),
            _ => throw Failure(reply),
        };
    }

    private static PictureVerdict.Refused TooCostly(string detail) => new(Refusal.TooCostly, detail.Trim());

    private static void RemoveProducts(WorkerRequest.Examine request)
    {
        foreach (var path in request.Renditions.Select(r => r.Path).Append(request.CleanPath).Where(File.Exists)) File.Delete(path);
    }

    /// <summary>
    /// Rasterises an SVG that the portal itself wrote; nothing from outside may ever come here.
    /// The ending of <paramref name="target"/> names the type: .jpg, .png, .webp, .gif or .avif.
    /// </summary>
    /// <exception cref="ImageToolException">It could not be drawn.</exception>
    public async Task DrawAsync(string svg, string target, int width, int height, CancellationToken ct)
    {
        var reply = await workers.DrawAsync(new(svg, Path.GetFullPath(target), width, height), ct);
        if (reply is not WorkerReply.Drawn) throw Failure(reply);
    }

    /// <summary>The version of libvips, asked of a worker.</summary>
    /// <exception cref="ImageToolException">The library cannot be loaded.</exception>
    public Task<string> VersionAsync(CancellationToken ct) => workers.VersionAsync(ct);

    /// <summary>Ends every worker and returns when they are gone; a request under way is cancelled.</summary>
    public ValueTask DisposeAsync() => workers.DisposeAsync();

    private static ImageToolException Failure(WorkerReply reply) => new(reply switch
    {
        WorkerReply.Broken broken => $"The image tool failed. {broken.Message}",
        WorkerReply.Refused refused => $"The image tool refused: {refused.Detail}",
        WorkerReply.Died died => $"The image tool ended with code {died.ExitCode}. {died.Errors}",
        WorkerReply.TimedOut => "The image tool did not answer in time.",
        _ => $"The image tool gave an unexpected answer: {reply.GetType().Name}.",
    });

    [LoggerMessage(LogLevel.Warning, "The image worker ended with code {ExitCode} while it looked at {Source}; trying once more. {Errors}")]
    private partial void LogDied(string source, int exitCode, string errors);
}
