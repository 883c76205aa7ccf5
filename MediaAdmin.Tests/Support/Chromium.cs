using System.Diagnostics;
using Microsoft.Playwright;

namespace MediaAdmin.Tests.Support;

/// <summary>
/// The system's own Chromium, driven by Playwright; nothing is downloaded by Playwright itself. Where there is none, Debian as root gets it by apt;
/// everywhere else the tests fail with the one command to run. They are never skipped.
/// </summary>
public static class Chromium
{
    public const string Variable = "CHROMIUM_PATH";

    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>Quick to start, silent on the network: every name but the loopback's is unknown to it.</summary>
    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    ];

    private static string[] UsualPlaces => OperatingSystem.IsWindows()
        ? [.. new[] { "ProgramFiles", "ProgramFiles(x86)", "LocalAppData" }.Select(Environment.GetEnvironmentVariable).OfType<string>()
            .SelectMany(root => new[] { $@"{root}\Google\Chrome\Application\chrome.exe", $@"{root}\Chromium\Application\chrome.exe", $@"{root}\Microsoft\Edge\Application\msedge.exe" })]
        : OperatingSystem.IsMacOS()
            ? ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
            : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium"];

    public static async Task<IBrowser> StartAsync(IPlaywright playwright) => await playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = await FindOrInstallAsync(),
        Args = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? [.. Arguments, "--no-sandbox"] : Arguments,
    });

    private static async Task<string> FindOrInstallAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (Find() is { } found) return found;
            if (File.Exists("/etc/debian_version") && Environment.IsPrivilegedProcess)
            {
                await RunAsync("apt-get", "update");
                await RunAsync("apt-get", "install", "-y", "chromium");
            }
            return Find() ?? throw new InvalidOperationException($"The browser journeys need Chromium. {HowToInstall} Or name one you have in the environment variable {Variable}.");
        }
        finally
        {
            Gate.Release();
        }
    }

    private static string HowToInstall => OperatingSystem.IsWindows() ? "Install it by: winget install Google.Chrome"
        : OperatingSystem.IsMacOS() ? "Install it by: brew install --cask chromium" : "Install it by: sudo apt-get install -y chromium";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } given) return UsualPlaces.FirstOrDefault(File.Exists);
        return File.Exists(given) ? given : throw new InvalidOperationException($"The environment variable {Variable} names {given}, but there is no such file.");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}: {await complained}{await said}");
    }
}
