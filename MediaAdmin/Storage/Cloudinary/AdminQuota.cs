using System.Globalization;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>What is left of this hour's Admin API calls, as Cloudinary's last answer told.</summary>
public sealed record AdminAllowance(int Limit, int Remaining, DateTimeOffset ResetsAt);

/// <summary>
/// The hourly limit of the Admin API (500 calls of a free account, 2000 of a paid one, for all its users together), read from the headers
/// <c>X-FeatureRateLimit-*</c> of every answer. One call counts once, however many keys it names; the Upload API has no such limit.
/// </summary>
public sealed class AdminQuota(TimeProvider clock)
{
    private readonly Lock _turn = new();
    private AdminAllowance? _known;

    /// <summary>Null until an answer told it, and from the hour's end until the next does.</summary>
    public AdminAllowance? Known
    {
        get
        {
            lock (_turn) return _known is { } known && known.ResetsAt > clock.GetUtcNow() ? known : null;
        }
    }

    /// <summary>Counts one call.</summary>
    /// <exception cref="StorageException">The call would leave less than <paramref name="reserve"/> of the allowance: not before the hour ends.</exception>
    internal void Take(int reserve)
    {
        lock (_turn)
        {
            if (Known is not { } known) return;
            if (known.Remaining <= reserve) throw Spent(known, reserve);
            _known = known with { Remaining = known.Remaining - 1 };
        }
    }

    /// <summary>Learns from an answer. Its times are Cloudinary's; this machine's clock may differ, so only their distance counts.</summary>
    internal void Learn(HttpResponseMessage answer)
    {
        if (Number(answer, "Limit") is not { } limit || Number(answer, "Remaining") is not { } remaining || ResetsAt(answer) is not { } resetsAt) return;
        lock (_turn) _known = new(limit, remaining, resetsAt);
    }

    /// <summary>Whether an answer says when the hour's calls come back.</summary>
    internal static bool IsTold(HttpResponseMessage answer) => Header(answer, "Reset") is not null;

    /// <summary>Cloudinary says that the hour's calls are spent. Without a time in its answer they come back with the next full hour.</summary>
    internal TimeSpan Exhaust(HttpResponseMessage answer)
    {
        var now = clock.GetUtcNow();
        var resetsAt = ResetsAt(answer) ?? new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
        lock (_turn) _known = new(Number(answer, "Limit") ?? _known?.Limit ?? 0, 0, resetsAt);
        return resetsAt > now ? resetsAt - now : TimeSpan.Zero;
    }

    private StorageException Spent(AdminAllowance known, int reserve) => new(
        $"Cloudinary allows {known.Limit} calls of its Admin API an hour; {known.Remaining} are left, {(reserve == 0 ? "" : $"{reserve} of them kept for people, ")}until {known.ResetsAt:HH:mm} UTC.",
        StorageFault.RateLimited, known.ResetsAt - clock.GetUtcNow());

    private DateTimeOffset? ResetsAt(HttpResponseMessage answer)
    {
        if (!DateTimeOffset.TryParseExact(Header(answer, "Reset"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told)) return null;
        var now = clock.GetUtcNow();
        return now + (told - (answer.Headers.Date ?? now));
    }

    private static int? Number(HttpResponseMessage answer, string name) =>
        int.TryParse(Header(answer, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues($"X-FeatureRateLimit-{name}", out var values) ? values.First() : null;
}
