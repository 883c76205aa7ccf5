using System.Net;
using MediaAdmin.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

public enum SignInOutcome { Done, Refused, TooManyTries }

/// <summary>
/// Signs a user in by e-mail and password. Whoever is refused learns nothing from it: unknown, wrong, locked and disabled get the same
/// answer after the same time. The fifth wrong password in a row locks the user out for a quarter of an hour.
/// </summary>
public sealed partial class SignIn(
    IDbContextFactory<MediaDb> dbs, SignInManager<User> cookies, IPasswordHasher<User> hasher, ILookupNormalizer normalizer,
    WrongTries tries, TimeProvider clock, ILogger<SignIn> log)
{
    public const int WrongBeforeLockout = 5;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    /// <summary>Longer than the slowest refusal takes by itself, writing included.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromMilliseconds(400);
    private const string TriesKind = "sign-in";
    private static string? _nobodysHash;

    public async Task<SignInOutcome> WithPasswordAsync(string email, string password, IPAddress? from, CancellationToken ct)
    {
        if (tries.AreUsedUp(TriesKind, from)) return SignInOutcome.TooManyTries;
        var begin = clock.GetTimestamp();
        if (await CheckAsync(email, password, ct) is { } user)
        {
            await cookies.SignInAsync(user, isPersistent: true);
            LogSignedIn(user.Id);
            return SignInOutcome.Done;
        }
        tries.Count(TriesKind, from);
        var left = Refusal - clock.GetElapsedTime(begin);
        if (left > TimeSpan.Zero) await Task.Delay(left, clock, ct);
        return SignInOutcome.Refused;
    }

    private async Task<User?> CheckAsync(string email, string password, CancellationToken ct)
    {
        if (email.Length > User.MaxEmail || password.Length > PasswordRule.MaxLength) return null;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var normalized = normalizer.NormalizeEmail(email.Trim());
        var user = await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
        var mayTry = user is not null && await CountTryAsync(db, user.Id, ct);
        var right = Verify(user, password, out var newHash);
        if (user is null || !mayTry || !right)
        {
            LogRefused(user?.Id, user is null ? "unknown" : mayTry ? "wrong password" : "locked or disabled");
            return null;
        }
        await db.Set<User>().Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set
            .SetProperty(u => u.AccessFailedCount, 0)
            .SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null)
            .SetProperty(u => u.LastSignInAt, clock.GetUtcNow())
            .SetProperty(u => u.PasswordHash, newHash ?? user.PasswordHash), ct);
        return user;
    }

    /// <summary>
    /// Each try counts as wrong before the password is looked at and in one statement, so that a thousand tries at the same moment
    /// are still five. A right password takes the count back. False when the user is locked out or disabled.
    /// </summary>
    private async Task<bool> CountTryAsync(MediaDb db, long userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? until = now + Lockout;
        var free = db.Set<User>().Where(u => u.Id == userId && u.DisabledAt == null && (u.LockoutEnd == null || u.LockoutEnd <= now));
        return await free.ExecuteUpdateAsync(set => set
            .SetProperty(u => u.LockoutEnd, u => u.AccessFailedCount + 1 >= WrongBeforeLockout ? until : null)
            .SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1 >= WrongBeforeLockout ? 0 : u.AccessFailedCount + 1), ct) > 0;
    }

    /// <summary>An unknown user's password is hashed too: skipping it would tell by the processor's time what the answer hides.</summary>
    private bool Verify(User? user, string password, out string? newHash)
    {
        _nobodysHash ??= hasher.HashPassword(new User(), PasswordRule.Generate());
        var result = hasher.VerifyHashedPassword(user ?? new User(), user?.PasswordHash ?? _nobodysHash, password);
        newHash = result == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(user!, password) : null;
        return user?.PasswordHash is not null && result != PasswordVerificationResult.Failed;
    }

    [LoggerMessage(LogLevel.Information, "User {UserId} signed in")]
    private partial void LogSignedIn(long userId);

    [LoggerMessage(LogLevel.Warning, "A sign-in of user {UserId} was refused: {Reason}")]
    private partial void LogRefused(long? userId, string reason);
}
