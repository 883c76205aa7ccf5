using System.Globalization;
using System.Runtime.InteropServices;

namespace MediaAdmin.Imaging;

/// <summary>
/// The bounds a worker puts on itself, kept by the operating system: it is ended when it goes beyond one.
/// Where the system has no such bounds the portal's own clock still holds.
/// </summary>
internal static partial class ResourceLimits
{
    private const int Cpu = 0, FileSize = 1, Core = 4, LinuxAddressSpace = 9;
    private const ulong LargestFile = 4UL << 30;

    /// <summary>
    /// To be called once the runtime and libvips are up. The address space is bounded, not RLIMIT_DATA: it counts every mapping the
    /// moment it is asked for. The runtime alone reserves far more than it uses, so the bound is what is mapped now plus what a
    /// picture may take.
    /// </summary>
    public static void Confine(long memoryBytes)
    {
        if (OperatingSystem.IsWindows()) return;
        Set(Core, 0);
        Set(FileSize, LargestFile);
        if (OperatingSystem.IsLinux()) Set(LinuxAddressSpace, (ulong)(MappedNow() + memoryBytes));
    }

    /// <summary>Gives the next picture its own share of processor time.</summary>
    public static void RenewCpu(int seconds)
    {
        if (OperatingSystem.IsWindows()) return;
        var used = Environment.CpuUsage.TotalTime.TotalSeconds;
        Set(Cpu, (ulong)Math.Ceiling(used) + (ulong)seconds);
    }

    private static long MappedNow()
    {
        var pages = File.ReadAllText("/proc/self/statm").Split(' ')[0];
        return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    // Only the soft limit moves: it is the one that counts, and only it can be raised again.
    private static void Set(int resource, ulong value)
    {
        if (GetLimit(resource, out var limit) != 0) throw Failure(resource);
        limit.Soft = Math.Min(value, limit.Hard);
        if (SetLimit(resource, in limit) != 0) throw Failure(resource);
    }

    private static ImageToolException Failure(int resource) =>
        new($"The worker could not bound itself (resource {resource}): {Marshal.GetLastPInvokeErrorMessage()}.");

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft, Hard;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);
}
