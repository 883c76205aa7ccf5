using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

public sealed record ApiKeyRow(
    long Id, string Name, Role Role, string Prefix, string CreatedByName, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

public abstract record KeyCreated
{
    /// <summary>The secret, told this once: only its hash is kept.</summary>
    public sealed record Done(long Id, string Secret) : KeyCreated;
    public sealed record NameMissing : KeyCreated;
    public sealed record NameTooLong : KeyCreated;
}

public enum KeyRevoked { Done, NotFound, AlreadyRevoked }

/// <summary>
/// The keys programs sign in with. They belong to the shop, not to whoever made them, and work until an Admin revokes them;
/// a revoked key fails at its very next request.
/// </summary>
public sealed partial class ApiKeys(IDbContextFactory<MediaDb> dbs, TimeProvider clock, ILogger<ApiKeys> log)
{
    public static readonly TimeSpan UseIsNoted = TimeSpan.FromMinutes(1);

    /// <summary>Working keys first, newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<ApiKey>().AsNoTracking().OrderBy(k => k.RevokedAt != null).ThenByDescending(k => k.Id)
            .Select(k => new ApiKeyRow(k.Id, k.Name, k.Role, k.Prefix, k.CreatedByName, k.CreatedAt, k.LastUsedAt, k.RevokedAt))
            .ToListAsync(ct);
    }

    public async Task<KeyCreated> CreateAsync(string name, Role role, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        name = string.Concat(name.Where(c => !char.IsControl(c))).Trim(); // it goes into the log, where a line must stay a line
        if (name.Length == 0) return new KeyCreated.NameMissing();
        if (name.Length > ApiKey.MaxName) return new KeyCreated.NameTooLong();
        var secret = ApiKey.NewSecret();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var key = await AddAsync(db, name, role, secret, by, ct);
        return new KeyCreated.Done(key.Id, secret);
    }

    public async Task<KeyRevoked> RevokeAsync(long id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == id, ct) is not { } key) return KeyRevoked.NotFound;
        if (key.RevokedAt is not null) return KeyRevoked.AlreadyRevoked;
        key.Revoke(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        LogRevoked(by.Id, key.Id, key.Name);
        return KeyRevoked.Done;
    }

    /// <summary>Whose secret this is, or null: unknown, revoked, or not a secret at all. Notes that the key was used, at most once a minute.</summary>
    public async Task<Actor?> FindAsync(string secret, CancellationToken ct)
    {
        if (secret.Length is 0 or > ApiKey.MaxSecret) return null;
        var hash = ApiKey.HashOf(secret);
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var key = await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, ct);
        if (key is null) return null;
        if (key.LastUsedAt is null || key.LastUsedAt <= now - UseIsNoted)
            await db.Set<ApiKey>().Where(k => k.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), ct);
        return key.ToActor();
    }

    /// <summary>
    /// The key that the configuration gives. One that is known already stays as it is, revoked included; another one takes its place,
    /// so that changing the setting changes the key.
    /// </summary>
    internal async Task GiveAsync(string secret, CancellationToken ct)
    {
        const string name = "setup";
        var hash = ApiKey.HashOf(secret);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync("api-keys/setup", ct); // several portals may start on one database at the same moment
        if (await db.Set<ApiKey>().AnyAsync(k => k.Hash == hash, ct)) return;
        var former = await db.Set<ApiKey>().Where(k => k.Name == name && k.CreatedBy == Actor.Portal.Id && k.RevokedAt == null).ToListAsync(ct);
        foreach (var key in former)
        {
            key.Revoke(clock.GetUtcNow());
            LogRevoked(Actor.Portal.Id, key.Id, key.Name);
        }
        await AddAsync(db, name, Role.Admin, secret, Actor.Portal, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<ApiKey> AddAsync(MediaDb db, string name, Role role, string secret, Actor by, CancellationToken ct)
    {
        var key = ApiKey.Create(name, role, secret, by, clock.GetUtcNow());
        db.Add(key);
        await db.SaveChangesAsync(ct);
        LogCreated(by.Id, key.Id, key.Name, key.Role);
        return key;
    }

    [LoggerMessage(LogLevel.Information, "{Actor} created API key {KeyId} \"{Name}\" as {Role}")]
    private partial void LogCreated(string actor, long keyId, string name, Role role);

    [LoggerMessage(LogLevel.Information, "{Actor} revoked API key {KeyId} \"{Name}\"")]
    private partial void LogRevoked(string actor, long keyId, string name);
}
