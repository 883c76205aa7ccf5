using System.Data.Common;
using System.Numerics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaAdmin.Data;

/// <summary>Gives SQLite the function <c>bit_count</c> that PostgreSQL has: how many of 64 bits are set.</summary>
sealed class SqliteBitCount : DbConnectionInterceptor
{
    public static readonly SqliteBitCount Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        ((SqliteConnection)connection).CreateFunction("bit_count", (long bits) => BitOperations.PopCount(unchecked((ulong)bits)), isDeterministic: true);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
