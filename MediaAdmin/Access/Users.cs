using System.Data;
using System.Data.Common;
using System.Net.Mail;
using MediaAdmin.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

/// <summary>A user to be: the name defaults to what stands before the @, the password to a generated one.</summary>
public sealed record NewUser(string Email, Role Role, string? DisplayName = null, string? Password = null);

/// <summary><paramref name="WrongTries"/>: wrong passwords since the last right one.</summary>
public sealed record UserRow(
    long Id, string Email, string DisplayName, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt,
        DateTimeOffset? DisabledAt, int WrongTries);

/// <summary>Whom to ask for help.</summary>
public sealed record UserContact(string DisplayName, string Email);

public abstract record UserAdded
{
    /// <summary><paramref name="GeneratedPassword"/> is told this once and null when the password was given.</summary>
    public sealed record Done(long Id, string? GeneratedPassword) : UserAdded;
    public sealed record NotAnEmail : UserAdded;
    public sealed record EmailTaken : UserAdded;
    public sealed record PasswordRefused(PasswordFault Fault) : UserAdded;

    /// <summary>The first administrator was to be added, but there are users already.</summary>
    public sealed record NotTheFirst : UserAdded;
}

public enum UserChange { Done, NotFound, Oneself, LastAdmin }

/// <summary>
/// The people who may sign in. Whatever Admins do to them, an Admin who can sign in is left over, and nobody lowers or locks out themselves.
/// </summary>
public sealed partial class Users(
    IDbContextFactory<MediaDb> dbs, IPasswordHasher<User> hasher, ILookupNormalizer normalizer, Sessions sessions, TimeProvider clock, ILogger<Users> log)
{
    private const int ContactsShown = 5, MostTries = 5;
    private const string SerializationFailure = "40001", UniqueViolation = "23505";

    public async Task<IReadOnlyList<UserRow>> ListAsync(Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await Rows(db.Set<User>().OrderBy(u => u.NormalizedEmail)).ToListAsync(ct);
    }

    /// <summary>One's own row; null for an API key.</summary>
    public async Task<UserRow?> SelfAsync(Actor by, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await Rows(db.Set<User>().Where(u => u.Id == by.UserId())).SingleOrDefaultAsync(ct);
    }

    /// <summary>A few who can change roles: shown to people inside who reached something closed to them.</summary>
    public async Task<IReadOnlyList<UserContact>> AdminsAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<User>().Where(u => u.Role == Role.Admin && u.DisabledAt == null).OrderBy(u => u.Id).Take(ContactsShown)
            .Select(u => new UserContact(u.DisplayName, u.Email!)).ToListAsync(ct);
    }

    public async Task<bool> AnyAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<User>().AnyAsync(ct);
    }

    public Task<UserAdded> AddAsync(NewUser user, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        return AddAsync(user, by, onlyAsFirst: false, ct);
    }

    /// <summary>The first run's administrator: works while there is no user at all, however many ask at the same moment.</summary>
    public Task<UserAdded> AddFirstAdminAsync(string email, string password, CancellationToken ct) =>
        AddAsync(new(email, Role.Admin, null, password), Actor.Portal, onlyAsFirst: true, ct);

    public Task<UserChange> ChangeRoleAsync(long id, Role role, Actor by, CancellationToken ct) =>
        ChangeAsync(id, by, losesAdmin: role < Role.Admin, user => user.ChangeRole(role), $"role {role}", ct);

    /// <summary>Ends the user's sessions and lets no new one begin.</summary>
    public Task<UserChange> DisableAsync(long id, Actor by, CancellationToken ct) =>
        ChangeAsync(id, by, losesAdmin: true, user => user.Disable(clock.GetUtcNow()), "disabled", ct);

    /// <summary>May sign in again.</summary>
    public Task<UserChange> EnableAsync(long id, Actor by, CancellationToken ct) =>
        ChangeAsync(id, by, losesAdmin: false, user => user.Enable(), "enabled", ct);

    /// <summary>Signs the user out on every device.</summary>
    public Task<UserChange> EndSessionsAsync(long id, Actor by, CancellationToken ct) =>
        ChangeAsync(id, by, losesAdmin: false, user => user.EndSessions(), "signed out everywhere", ct);

    /// <summary>The user's number; null when nobody has this address.</summary>
    public async Task<long?> FindAsync(string email, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var normalized = normalizer.NormalizeEmail(email.Trim());
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<User>().Where(u => u.NormalizedEmail == normalized).Select(u => (long?)u.Id).SingleOrDefaultAsync(ct);
    }

    private static IQueryable<UserRow> Rows(IQueryable<User> users) =>
        users.Select(u => new UserRow(u.Id, u.Email!, u.DisplayName, u.Role, u.CreatedAt, u.LastSignInAt, u.DisabledAt,
            u.AccessFailedCount));

    private async Task<UserAdded> AddAsync(NewUser given, Actor by, bool onlyAsFirst, CancellationToken ct)
    {
        var email = given.Email.Trim();
        if (!IsEmail(email)) return new UserAdded.NotAnEmail();
        var generated = given.Password is null ? PasswordRule.Generate() : null;
        if (PasswordRule.Check(given.Password ?? generated!, email) is { } fault) return new UserAdded.PasswordRefused(fault);

        var normalized = normalizer.NormalizeEmail(email);
        var hash = hasher.HashPassword(new User(), given.Password ?? generated!);
        var outcome = await SeriallyAsync<UserAdded>(async db =>
        {
            if (onlyAsFirst && await db.Set<User>().AnyAsync(ct)) return new UserAdded.NotTheFirst();
            if (await db.Set<User>().AnyAsync(u => u.NormalizedEmail == normalized, ct)) return new UserAdded.EmailTaken();
            var user = User.Create(email, normalized, NameOf(given, email), given.Role, clock.GetUtcNow());
            user.PasswordHash = hash;
            db.Add(user);
            await db.SaveChangesAsync(ct);
            return new UserAdded.Done(user.Id, generated);
        }, ct);
        if (outcome is UserAdded.Done done) LogAdded(by.Id, done.Id, given.Role);
        return outcome;
    }

    private async Task<UserChange> ChangeAsync(long id, Actor by, bool losesAdmin, Action<User> change, string what, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var outcome = await SeriallyAsync(async db =>
        {
            if (await db.Set<User>().SingleOrDefaultAsync(u => u.Id == id, ct) is not { } user) return UserChange.NotFound;
            if (losesAdmin && user.ToActor().Id == by.Id) return UserChange.Oneself;
            if (losesAdmin && user is { Role: Role.Admin, IsDisabled: false } && !await AnotherAdminAsync(db, id, ct)) return UserChange.LastAdmin;
            var stamp = user.SecurityStamp;
            change(user);
            await db.SaveChangesAsync(ct);
            if (user.SecurityStamp != stamp) await UserSession.EndAllAsync(db, id, ct);
            return UserChange.Done;
        }, ct);
        if (outcome != UserChange.Done) return outcome;
        sessions.Changed(id);
        LogChanged(by.Id, id, what);
        return outcome;
    }

    /// <summary>
    /// As if one came after the other: two Admins who lower each other at the same moment must not leave none. SQLite lets the second wait,
    /// PostgreSQL refuses it, and it looks again at what the first one left.
    /// </summary>
    private async Task<T> SeriallyAsync<T>(Func<MediaDb, Task<T>> work, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await dbs.CreateDbContextAsync(ct);
                await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);
                var outcome = await work(db);
                await transaction.CommitAsync(ct);
                return outcome;
            }
            catch (Exception e) when (tries < MostTries && e.GetBaseException() is DbException { SqlState: SerializationFailure or UniqueViolation })
            {
            }
        }
    }

    private static Task<bool> AnotherAdminAsync(MediaDb db, long than, CancellationToken ct) =>
        db.Set<User>().AnyAsync(u => u.Id != than && u.Role == Role.Admin && u.DisabledAt == null, ct);

    internal static bool IsEmail(string email) =>
        email.Length <= User.MaxEmail && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailAddress.TryCreate(email, out var address) && address.Address == email;

    private static string NameOf(NewUser user, string email)
    {
        var name = string.IsNullOrWhiteSpace(user.DisplayName) ? email.Split('@')[0] : user.DisplayName.Trim();
        return name.Length <= User.MaxDisplayName ? name : name[..User.MaxDisplayName];
    }

    [LoggerMessage(LogLevel.Information, "{Actor} added user {UserId} as {Role}")]
    private partial void LogAdded(string actor, long userId, Role role);

    [LoggerMessage(LogLevel.Information, "{Actor} changed user {UserId}: {Change}")]
    private partial void LogChanged(string actor, long userId, string change);
}
