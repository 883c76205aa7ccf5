using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MediaAdmin.Imaging.Formats;

namespace MediaAdmin.Imaging;

/// <summary>
/// The other side of <see cref="ImageTool"/>: a process that decodes one file after the other within limits it cannot leave,
/// and ends when the portal does.
/// </summary>
public static class ImagingWorker
{
    /// <summary>The single argument that makes this program a worker.</summary>
    public const string Verb = "imaging-worker";

    /// <summary>To the end of the process: a signal may be delivered only when its last request has been answered.</summary>
    private static readonly List<PosixSignalRegistration> Unheard = [];

    /// <summary>Answers requests from standard input until it is closed; gives the exit code.</summary>
    public static int Run()
    {
        // Ctrl-C and a stopping service reach the whole process group; a worker goes on until the portal closes its input.
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM]) Unheard.Add(PosixSignalRegistration.Create(signal, come => come.Cancel = true));
        // Pictures are decoded behind people's backs: whoever uploads or clicks goes first.
        using (var self = Process.GetCurrentProcess()) self.PriorityClass = ProcessPriorityClass.BelowNormal;
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        if (Next(input) is not WorkerRequest.Begin begin) return 1;
        try
        {
            if (!Answer(output, () => Start(begin))) return 1;
            while (Next(input) is { } request)
            {
                ResourceLimits.RenewCpu(begin.Options.CpuSeconds);
                Answer(output, () => Work(begin.Options, request));
            }
            return 0;
        }
        catch (IOException)
        {
            // The portal is gone: nobody is left to be told.
            return 1;
        }
    }

    private static WorkerRequest? Next(StreamReader input) =>
        input.ReadLine() is { } line ? JsonSerializer.Deserialize(line, WorkerWire.Default.WorkerRequest) : null;

    private static bool Answer(Stream output, Func<WorkerReply> work)
    {
        var reply = Attempt(work);
        output.Write(WorkerWire.Line(reply));
        output.Flush();
        return reply is not WorkerReply.Broken;
    }

    private static WorkerReply Attempt(Func<WorkerReply> work)
    {
        try
        {
            return work();
        }
        catch (PictureRefusedException e)
        {
            return new WorkerReply.Refused(e.Reason, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The boundary of a job: whatever it is, the portal shall hear it and the worker serve the next file.
            return new WorkerReply.Broken($"{e.GetType().Name}: {e.Message}");
        }
    }

    private static WorkerReply.Ready Start(WorkerRequest.Begin begin)
    {
        var version = Vips.Start(begin.Draws);
        ResourceLimits.Confine(begin.Options.MemoryBytes);
        return new(version);
    }

    private static WorkerReply Work(ImagingOptions limits, WorkerRequest request) => request switch
    {
        WorkerRequest.Examine order => new WorkerReply.Accepted(new Examination(limits, order).Run()),
        WorkerRequest.Draw order => Draw(order),
        _ => throw new InvalidOperationException($"A worker cannot {request.GetType().Name}."),
    };

    private static WorkerReply.Drawn Draw(WorkerRequest.Draw order)
    {
        var text = Encoding.UTF8.GetBytes(order.Svg);
        using var asWritten = VipsImage.OpenSvg(text, 1);
        var scale = Math.Max((double)order.Width / asWritten.Width, (double)order.Height / asWritten.Height);
        using var large = VipsImage.OpenSvg(text, scale);
        using var exact = large.Stretched(order.Width, order.Height);
        // Drawings have flat fields and hard edges, which WebP keeps best and smallest without loss.
        exact.Save(TypeOf(order.Target), order.Target, lossless: true);
        return new();
    }

    private static PictureType TypeOf(string target) =>
        Enum.GetValues<PictureType>().Cast<PictureType?>().FirstOrDefault(type => Path.GetExtension(target) == $".{type!.Value.Extension()}")
        ?? throw new NotSupportedException($"Nothing can be drawn as {Path.GetExtension(target)}.");
}
