using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MediaAdmin.Tests.Support;

/// <summary>
/// The real program as a process of its own, that a test may kill and start again on the same data directory and port.
/// A shell holds it and kills it when the tests end, however they end.
/// </summary>
public sealed class MediaProcess : IAsyncDisposable
{
    private const string Keeper = "dotnet \"$@\" & echo $!; read -r _; kill -9 $! 2>/dev/null; wait $!";

    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _log = new();
    private readonly bool _ownsData;
    private Process? _keeper;
    private int _id;

    /// <param name="firstRun">Without an administrator and a key, as after installing.</param>
    /// <param name="settings">Configuration keys, such as <c>Uploads:MaxFileBytes</c>.</param>
    public MediaProcess(bool firstRun = false, params (string Key, string Value)[] settings) : this(null, firstRun, settings) { }

    private MediaProcess(string? data, bool firstRun, (string Key, string Value)[] settings)
    {
        (Data, _ownsData) = (data ?? Directory.CreateTempSubdirectory("mediaadmin-process-").FullName, data is null);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _settings = settings.ToDictionary(s => s.Key, s => s.Value);
        _settings["DataDirectory"] = Data;
        Admin = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (firstRun) return;
        (_settings["Setup:ApiKey"], _settings["Setup:AdminEmail"], _settings["Setup:AdminPassword"]) = (MediaApp.AdminKey, MediaApp.AdminEmail, MediaApp.AdminPassword);
        Admin.DefaultRequestHeaders.Add("X-API-Key", MediaApp.AdminKey);
    }

    public string Data { get; }
    public Uri Address { get; }

    /// <summary>The process that runs now.</summary>
    public int Id => _id;

    /// <summary>Speaks with the key of an Admin.</summary>
    public HttpClient Admin { get; }

    /// <summary>What the program has said, over all its lives.</summary>
    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    /// <summary>Another portal with the same settings on the same data, as on a second machine that shares the disk.</summary>
    public MediaProcess Beside() => new(Data, false, [.. _settings.Where(s => s.Key != "DataDirectory").Select(s => (s.Key, s.Value))]);

    public async Task StartAsync()
    {
        var id = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _keeper = new Process { StartInfo = StartInfo(OperatingSystem.IsWindows() ? "dotnet" : "/bin/sh", ["--urls", Address.ToString()]) };
        _keeper.OutputDataReceived += (_, line) => { if (int.TryParse(line.Data, out var number)) id.TrySetResult(number); else Note(line.Data); };
        _keeper.ErrorDataReceived += (_, line) => Note(line.Data);
        _keeper.Start();
        if (OperatingSystem.IsWindows()) id.SetResult(_keeper.Id);
        _keeper.BeginOutputReadLine();
        _keeper.BeginErrorReadLine();
        _id = await id.Task.WaitAsync(Eventually.Patience);
        await Eventually.HoldsAsync(AnswersAsync, "the portal to answer: see its log");
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (_keeper is null) return;
        if (!HasEnded(_id)) using (var portal = Process.GetProcessById(_id)) portal.Kill();
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
        _keeper = null;
    }

    /// <summary>SIGTERM, as an operating system asks a service to stop; returns when it has.</summary>
    public async Task StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(HasEnded(_id)), "the portal to end: see its log");
        Kill();
    }

    public async Task RestartAsync()
    {
        Kill();
        await StartAsync();
    }

    /// <summary>Runs a verb of the command line on the same data, to its end; an error is what it says beside its answer.</summary>
    public async Task<(int Code, string Output, string Error)> CommandAsync(params string[] verb)
    {
        using var process = Process.Start(StartInfo("dotnet", verb))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>A product of a new client; both are found under a name of their own.</summary>
    public async Task<long> NewProductAsync(string name = "Lamp")
    {
        var code = "C" + Guid.NewGuid().ToString("N")[..10];
        (await Admin.PostAsJsonAsync("/api/clients", new { code, name = code })).EnsureSuccessStatusCode();
        var made = await Admin.PostAsJsonAsync("/api/products", new { client = code, sku = $"{code}-1", name });
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Admin.Dispose();
        if (_ownsData) Directory.Delete(Data, recursive: true);
        return ValueTask.CompletedTask;
    }

    private ProcessStartInfo StartInfo(string program, string[] arguments)
    {
        var library = Path.Combine(AppContext.BaseDirectory, "MediaAdmin.dll");
        string[] all = program == "dotnet" ? [library, .. arguments] : ["-c", Keeper, "keeper", library, .. arguments];
        var start = new ProcessStartInfo(program, all) { WorkingDirectory = Data, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development"; // static files come from where the build has them
        start.Environment["Logging__LogLevel__Microsoft"] = start.Environment["Logging__LogLevel__Hangfire"] = "Warning";
        start.Environment["DetailedErrors"] = "true"; // the browser is told which fault it was, and keeps it as evidence
        foreach (var (key, value) in _settings) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    /// <summary>The shell that holds it has not looked yet: what has ended is there as a zombie (proc(5), the state after the name).</summary>
    private static bool HasEnded(int id) => OperatingSystem.IsLinux() && (!File.Exists($"/proc/{id}/stat") || File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z'));

    private void Note(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Admin.GetAsync("/health/live");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
