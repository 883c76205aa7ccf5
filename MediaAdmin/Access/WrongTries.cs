using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace MediaAdmin.Access;

/// <summary>
/// Counts wrong keys and passwords per address: more than <see cref="PerMinute"/> a minute are answered "too many". A right key always
/// passes, so that nobody behind the same proxy can lock a program out; what guards a key is its 256 bits. A sign-in is not even tried,
/// because checking a password costs the processor dearly.
/// </summary>
public sealed class WrongTries : IDisposable
{
    public const int PerMinute = 30;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>Null while there are tries left; otherwise how long to wait.</summary>
    public TimeSpan? Count(string kind, IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire($"{kind} {Network(address)}");
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    public bool AreUsedUp(string kind, IPAddress? address) =>
        _limiter.GetStatistics($"{kind} {Network(address)}") is { CurrentAvailablePermits: 0 };

    public void Dispose() => _limiter.Dispose();

    /// <summary>The address as people write it.</summary>
    internal static string Text(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "";

    /// <summary>One household or server has a whole /64 of IPv6 addresses to guess from.</summary>
    internal static string Network(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
