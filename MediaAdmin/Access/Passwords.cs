using System.Net;
using MediaAdmin.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

public abstract record PasswordReset
{
    /// <summary>The new password, told this once.</summary>
    public sealed record Done(string NewPassword) : PasswordReset;
    public sealed record NotFound : PasswordReset;

    /// <summary>One's own password is changed by telling the old one.</summary>
    public sealed record Oneself : PasswordReset;
}

/// <summary>A password that was set: told this once when it was generated, or why it was not set.</summary>
public sealed record PasswordSet(string? Generated, PasswordFault? Fault);

public enum PasswordChange { Done, WrongPassword, TooManyTries, TooShort, TooLong, IsEmail }

/// <summary>New passwords. Each ends every session that began with the old one.</summary>
public sealed partial class Passwords(
    IDbContextFactory<MediaDb> dbs, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, Sessions sessions, SlowDown slow,
        ILogger<Passwords> log)
{
    private const string TriesKind = "password";

    public async Task<PasswordReset> ResetAsync(long userId, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == userId, ct) is not { } user) return new PasswordReset.NotFound();
        if (user.ToActor().Id == by.Id) return new PasswordReset.Oneself();
        var password = PasswordRule.Generate();
        await SetAsync(db, user, password, by, ct);
        return new PasswordReset.Done(password);
    }

    /// <summary>
    /// For whoever can run the program on its data: a new password, given or generated, and a user who may sign in again. Null when there
    /// is no such user.
    /// </summary>
    public async Task<PasswordSet?> SetAsync(string email, string? password, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var normalized = normalizer.NormalizeEmail(email.Trim());
        if (await db.Set<User>().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct) is not { } user) return null;
        var set = password ?? PasswordRule.Generate();
        if (PasswordRule.Check(set, user.Email!) is { } fault) return new(null, fault);
        user.Enable();
        await SetAsync(db, user, set, by, ct);
        return new(password is null ? set : null, null);
    }

    /// <summary>Wrong tries are counted by the user and the address they come <paramref name="from"/>.</summary>
    public async Task<PasswordChange> ChangeOwnAsync(string current, string wanted, Actor by, IPAddress? from, CancellationToken ct)
    {
        var who = $"{TriesKind} {WrongTries.Network(from)} {by.Id}";
        if (await slow.WaitForTurnAsync(who, ct) is not null) return PasswordChange.TooManyTries;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var user = await db.Set<User>().SingleOrDefaultAsync(u => u.Id == by.UserId(), ct);
        if (user is null || !IsRight(user, current)) return PasswordChange.WrongPassword;
        slow.Forget(who);
        switch (PasswordRule.Check(wanted, user.Email!))
        {
            case PasswordFault.TooShort: return PasswordChange.TooShort;
            case PasswordFault.TooLong: return PasswordChange.TooLong;
            case PasswordFault.IsEmail: return PasswordChange.IsEmail;
        }
        await SetAsync(db, user, wanted, by, ct);
        return PasswordChange.Done;
    }

    private bool IsRight(User user, string password) =>
        password.Length <= PasswordRule.MaxLength && user.PasswordHash is { } hash
        && hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;

    private async Task SetAsync(MediaDb db, User user, string password, Actor by, CancellationToken ct)
    {
        user.SetPassword(hasher.HashPassword(user, password));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.SaveChangesAsync(ct);
        await UserSession.EndAllAsync(db, user.Id, ct);
        await transaction.CommitAsync(ct);
        sessions.Changed(user.Id);
        LogNewPassword(by.Id, user.Id);
    }

    [LoggerMessage(LogLevel.Information, "{Actor} set a new password for user {UserId}")]
    private partial void LogNewPassword(string actor, long userId);
}
