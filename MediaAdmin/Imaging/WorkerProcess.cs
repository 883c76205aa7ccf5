using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace MediaAdmin.Imaging;

/// <summary>
/// The portal's end of one worker. Nothing that comes from it is trusted: not its length, not its form, not that it comes at all.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int LongestReply = 64 * 1024, KeptErrors = 2000;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly PipeReader replies;
    private readonly Task<string> errors;

    private WorkerProcess(Process process)
    {
        this.process = process;
        replies = PipeReader.Create(process.StandardOutput.BaseStream);
        errors = ReadErrorsAsync(process.StandardError.BaseStream);
    }

    public int Id => process.Id;

    public string Version { get; private set; } = "";

    public int Requests { get; private set; }

    public bool HasEnded => process.HasExited;

    /// <summary>A worker whose library is loaded and whose limits hold.</summary>
    public static async Task<WorkerProcess> StartAsync(ImagingOptions options, bool draws, CancellationToken ct)
    {
        var worker = new WorkerProcess(StartProcess());
        try
        {
            var reply = await worker.AskAsync(new WorkerRequest.Begin(options, draws), StartTime, ct);
            worker.Version = reply switch
            {
                WorkerReply.Ready ready => ready.Version,
                WorkerReply.Broken broken => throw new ImageToolException($"The image tool cannot be started. {broken.Message}"),
                WorkerReply.Died died => throw new ImageToolException($"The image tool ended with code {died.ExitCode}. {died.Errors}"),
                _ => throw new ImageToolException("The image tool did not start in time."),
            };
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    private static Process StartProcess()
    {
        var command = WorkerCommand.Create();
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception e)
        {
            throw new ImageToolException($"The image tool cannot be started: {command.FileName}: {e.Message}.", e);
        }
    }

    /// <summary>
    /// One request, one reply, within <paramref name="time"/>. After <see cref="WorkerReply.Died"/>, <see cref="WorkerReply.TimedOut"/>
    /// or an exception the worker is of no more use and has to be disposed of.
    /// </summary>
    public async Task<WorkerReply> AskAsync(WorkerRequest request, TimeSpan time, CancellationToken ct)
    {
        Requests++;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(time);
        try
        {
            var input = process.StandardInput.BaseStream;
            await input.WriteAsync(WorkerWire.Line(request), limit.Token);
            await input.FlushAsync(limit.Token);
            return await ReadReplyAsync(limit.Token) ?? await EndedAsync();
        }
        catch (Exception e) when (e is IOException or JsonException or NotSupportedException)
        {
            return await EndedAsync();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new WorkerReply.TimedOut();
        }
    }

    private async Task<WorkerReply?> ReadReplyAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = await replies.ReadAsync(ct);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var reply = JsonSerializer.Deserialize(read.Buffer.Slice(0, end).ToArray(), WorkerWire.Default.WorkerReply);
                replies.AdvanceTo(read.Buffer.GetPosition(1, end));
                return reply;
            }
            if (read.IsCompleted || read.Buffer.Length > LongestReply) return null;
            replies.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task<WorkerReply> EndedAsync()
    {
        await EndAsync();
        return new WorkerReply.Died(process.ExitCode, await errors);
    }

    // Killing is safe at any time: the worker holds nothing but files whose paths the portal knows.
    private async Task EndAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await errors;
        await replies.CompleteAsync();
        process.Dispose();
    }

    private static async Task<string> ReadErrorsAsync(Stream stream)
    {
        var (kept, buffer) = (new StringBuilder(), new byte[1024]);
        while (await stream.ReadAsync(buffer, CancellationToken.None) is var read and > 0)
            if (kept.Length < KeptErrors)
                kept.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return kept.ToString().Trim();
    }
}
