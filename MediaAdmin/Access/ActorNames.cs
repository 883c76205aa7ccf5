using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

/// <summary>Somebody who did something, as an id and the name that people know.</summary>
public sealed record ActorName(string Id, string Name);

/// <summary>The names behind <see cref="Actor.Id"/>, also of those who may no longer sign in: what they did keeps their name.</summary>
public sealed class ActorNames(IDbContextFactory<MediaDb> dbs)
{
    /// <summary>Users by name, then API keys by name, then the portal itself.</summary>
    public async Task<IReadOnlyList<ActorName>> AllAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var users = await db.Set<User>().OrderBy(u => u.DisplayName).ThenBy(u => u.Id).Select(u => new { u.Id, u.DisplayName }).ToListAsync(ct);
        var keys = await db.Set<ApiKey>().OrderBy(k => k.Name).ThenBy(k => k.Id).Select(k => new { k.Id, k.Name }).ToListAsync(ct);
        return [.. users.Select(u => new ActorName(Actor.User(u.Id, "", Role.Viewer).Id, u.DisplayName)), .. keys.Select(k => new ActorName(Actor.Key(k.Id, "", Role.Viewer).Id, k.Name)), new(Actor.Portal.Id, Actor.Portal.Name)];
    }
}
