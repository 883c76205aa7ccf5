using System.Data.Common;
using System.Runtime.CompilerServices;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Support;

/// <summary>Counts the SQL statements that a piece of code runs, and none of anybody else at the same time.</summary>
public sealed class Statements : DbCommandInterceptor
{
    private readonly AsyncLocal<StrongBox<int>?> _counting = new();

    /// <summary>For the services of an app whose statements are to be counted.</summary>
    public void Register(IServiceCollection services) => services
        .ConfigureDbContext<SqliteMediaDb>(db => db.AddInterceptors(this))
        .ConfigureDbContext<PostgresMediaDb>(db => db.AddInterceptors(this));

    public async Task<int> CountAsync(Func<Task> work)
    {
        var box = _counting.Value = new(0);
        await work();
        _counting.Value = null;
        return box.Value;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default) => new(Count(result));

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) => new(Count(result));

    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) => new(Count(result));

    private T Count<T>(T result)
    {
        if (_counting.Value is { } box) Interlocked.Increment(ref box.Value);
        return result;
    }
}
