using System.Data.Common;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Support;

/// <summary>Counts the SQL statements that an app sends, whatever sends them; but for those that find out whose key it is, because its use is noted only now and then, and those that write the history of jobs, which come later.</summary>
public sealed class AppStatements : DbCommandInterceptor
{
    private int _sent;

    public int Sent => Volatile.Read(ref _sent);

    public void Count(IServiceCollection services) => services
        .ConfigureDbContext<SqliteMediaDb>(db => db.AddInterceptors(this)).ConfigureDbContext<PostgresMediaDb>(db => db.AddInterceptors(this)).ConfigureDbContext<EngineDb>(db => db.AddInterceptors(this));

    /// <summary>How many it takes to do this.</summary>
    public async Task<int> OfAsync(Func<Task> act)
    {
        var before = Sent;
        await act();
        return Sent - before;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command)
    {
        if (!command.CommandText.Contains("\"ApiKeys\"", StringComparison.Ordinal) && !command.CommandText.StartsWith("INSERT INTO \"JobRuns\"", StringComparison.Ordinal)) Interlocked.Increment(ref _sent);
    }
}
