using System.Diagnostics;

namespace MediaAdmin.Tests.Support;

/// <summary>Waits for a condition, never for time: looks again until it holds, and fails with what was last seen when it never does.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> GetAsync<T>(Func<Task<T>> look, Func<T, bool> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (holds(seen)) return seen;
            if (watch.Elapsed > Patience) throw new Xunit.Sdk.XunitException($"Waited {Patience.TotalSeconds} s for {what}; last seen: {seen}");
            await Task.Delay(20);
        }
    }

    public static Task HoldsAsync(Func<Task<bool>> look, string what) => GetAsync(look, holds => holds, what);
}
