using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Data;

public static class TransactionLock
{
    /// <summary>
    /// Holds off everybody else who names the same thing until the running transaction ends: for "look whether it is there, then add it".
    /// On SQLite a transaction holds off every other writer from its beginning, so there is nothing to do.
    /// </summary>
    public static async Task LockAsync(this MediaDb db, string name, CancellationToken ct)
    {
        if (db is PostgresMediaDb) await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({name}, 0))", ct);
    }

    /// <summary>The same for many things, in the order named, by one statement.</summary>
    public static async Task LockAsync(this MediaDb db, IReadOnlyList<string> names, CancellationToken ct)
    {
        if (db is PostgresMediaDb) await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest({names.ToArray()}) as name", ct);
    }
}
