using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MediaAdmin.Imaging;

/// <summary>How a worker is started: this same program with one verb, and an environment that holds none of the portal's secrets.</summary>
internal static class WorkerCommand
{
    private static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64"];

    private static readonly Dictionary<string, string> Own = new()
    {
        ["DOTNET_GCHeapHardLimit"] = "0x8000000",
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        // Every further arena of glibc's malloc maps 64 MB that no picture has asked for.
        ["MALLOC_ARENA_MAX"] = "2",
        ["VIPS_CONCURRENCY"] = "1",
        // libvips would put large pictures into temporary files, which nobody removes when the worker is killed.
        ["VIPS_DISC_THRESHOLD"] = "1000g",
    };

    public static ProcessStartInfo Create()
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        foreach (var (name, value) in Own) start.Environment[name] = value;
        AddProgram(start);
        start.ArgumentList.Add(ImagingWorker.Verb);
        return start;
    }

    // Started as MediaAdmin, that file is the program; as `dotnet MediaAdmin.dll` or inside a test host, `dotnet` runs the assembly.
    private static void AddProgram(ProcessStartInfo start)
    {
        var program = typeof(ImagingWorker).Assembly.GetName().Name!;
        if (Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == program)
        {
            start.FileName = self;
            return;
        }
        var dotnet = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        start.FileName = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", dotnet));
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program + ".dll"));
    }
}
