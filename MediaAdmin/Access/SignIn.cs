using System.Globalization;
using System.Net;
using MediaAdmin.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

public enum SignInOutcome { Done, Refused, TooManyTries }

/// <summary>
/// Signs a user in by e-mail and password. Whoever is refused learns nothing from it: unknown, wrong and disabled get the same answer after
/// the same time.
/// Wrong tries slow down the address that they come from for the account that they are made on; a browser in which the user signed in
/// before is counted by itself,
/// so that nobody can lock a user out. The user is told of wrong tries.
/// </summary>
public sealed partial class SignIn(
    IDbContextFactory<MediaDb> dbs, SignInManager<User> cookies, IPasswordHasher<User> hasher, ILookupNormalizer normalizer,
    WrongTries tries, SlowDown slow, KnownBrowsers browsers, WrongSignInAlarm alarm, TimeProvider clock, ILogger<SignIn> log)
{
    /// <summary>Longer than the slowest refusal takes by itself, writing included.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromMilliseconds(400);
    private const string TriesKind = "sign-in";
    private static string? _nobodysHash;

    public async Task<SignInOutcome> WithPasswordAsync(string email, string password, IPAddress? from, CancellationToken ct)
    {
        var account = email.Length <= User.MaxEmail ? normalizer.NormalizeEmail(email.Trim()) : "";
        var browser = browsers.Find(cookies.Context, account);
        if (browser is null && tries.AreUsedUp(TriesKind, from)) return SignInOutcome.TooManyTries;
        var who = $"{TriesKind} {browser ?? WrongTries.Network(from)} {account}";
        if (await slow.WaitForTurnAsync(who, ct) is { } wait)
        {
            cookies.Context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return SignInOutcome.TooManyTries;
        }
        var begin = clock.GetTimestamp();
        if (await CheckAsync(account, password, from, ct) is { } user)
        {
            slow.Forget(who);
            alarm.Reset(user.Id);
            await cookies.SignInAsync(user, isPersistent: true);
            browsers.Remember(cookies.Context, account);
            LogSignedIn(user.Id);
            return SignInOutcome.Done;
        }
        if (browser is null) tries.Count(TriesKind, from);
        var left = Refusal - clock.GetElapsedTime(begin);
        if (left > TimeSpan.Zero) await Task.Delay(left, clock, ct);
        return SignInOutcome.Refused;
    }

    private async Task<User?> CheckAsync(string account, string password, IPAddress? from, CancellationToken ct)
    {
        if (account.Length == 0 || password.Length > PasswordRule.MaxLength) return null;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var user = await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == account, ct);
        var right = Verify(user, password, out var newHash);
        if (user is null || user.IsDisabled || !right)
        {
            LogRefused(user?.Id, user is null ? "unknown" : user.IsDisabled ? "disabled" : "wrong password");
            if (user is { IsDisabled: false }) await NoteWrongAsync(db, user.Id, from, ct);
            return null;
        }
        await db.Set<User>().Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set
            .SetProperty(u => u.AccessFailedCount, 0)
            .SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null)
            .SetProperty(u => u.LastSignInAt, clock.GetUtcNow())
            .SetProperty(u => u.PasswordHash, newHash ?? user.PasswordHash), ct);
        return user;
    }

    /// <summary>The row counts for the owner's notice only: it locks nobody out.</summary>
    private async Task NoteWrongAsync(MediaDb db, long userId, IPAddress? from, CancellationToken ct)
    {
        var row = db.Set<User>().Where(u => u.Id == userId);
        await row.ExecuteUpdateAsync(set => set.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1), ct);
        var count = await row.Select(u => u.AccessFailedCount).SingleAsync(ct);
        await alarm.NoteAsync(new(userId, count, WrongTries.Text(from)), ct);
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
