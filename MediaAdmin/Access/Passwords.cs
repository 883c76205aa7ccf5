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

public enum PasswordChange { Done, WrongPassword, TooManyTries, TooShort, TooLong, IsEmail }

/// <summary>New passwords. Each ends every session that began with the old one.</summary>
public sealed partial class Passwords(
    IDbContextFactory<MediaDb> dbs, IPasswordHasher<User> hasher, Sessions sessions, WrongTries tries, ILogger<Passwords> log)
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

    /// <summary>Wrong tries are counted by the address they come <paramref name="from"/>.</summary>
    public async Task<PasswordChange> ChangeOwnAsync(string current, string wanted, Actor by, IPAddress? from, CancellationToken ct)
    {
        if (tries.AreUsedUp(TriesKind, from)) return PasswordChange.TooManyTries;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var user = await db.Set<User>().SingleOrDefaultAsync(u => u.Id == by.UserId(), ct);
        if (user is null || !IsRight(user, current))
        {
            tries.Count(TriesKind, from);
            return PasswordChange.WrongPassword;
        }
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
        await db.SaveChangesAsync(ct);
        sessions.Changed(user.Id);
        LogNewPassword(by.Id, user.Id);
    }

    [LoggerMessage(LogLevel.Information, "{Actor} set a new password for user {UserId}")]
    private partial void LogNewPassword(string actor, long userId);
}
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await UserSession.EndAllAsync(db, user.Id, ct);
        await transaction.CommitAsync(ct);
