using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaAdmin.Data;

/// <summary>
/// Brings what was committed from SQLite's write-ahead log into the database file, within a second and beside the work. Left to itself SQLite does that inside the commit that
/// fills the log, and who deletes a thousand pictures waits until their pages, all over the file, have reached the disk. It loses nothing: what is committed stands in the log.
/// </summary>
sealed partial class SqliteCheckpoints(DatabaseOptions options, TimeProvider clock, ILogger<SqliteCheckpoints> log) : BackgroundService
{
    /// <summary>In pages of 4 KiB, 64 MiB: where SQLite does it itself after all, in a process that runs no background work.</summary>
    public const int MostPages = 16_384;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _commits = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public IInterceptor Commits => new Listener(_commits.Writer);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _commits.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(Pause, clock, stoppingToken);
            try { Run(); }
            catch (SqliteException e) { LogFailed(e); } // the next commit tries again, and the log holds everything
        }
    }

    /// <summary>Waits for nobody and lets nobody wait: pages that somebody still reads in their older form stay for the next time.</summary>
    private void Run()
    {
        using var connection = new SqliteConnection(options.ConnectionString);
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "pragma wal_checkpoint(passive)";
        pragma.ExecuteNonQuery();
    }

    [LoggerMessage(LogLevel.Warning, "SQLite's write-ahead log could not be brought into the database file")]
    private partial void LogFailed(Exception e);

    private sealed class Listener(ChannelWriter<bool> commits) : DbTransactionInterceptor
    {
        public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => commits.TryWrite(true);

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            commits.TryWrite(true);
            return Task.CompletedTask;
        }
    }
}
