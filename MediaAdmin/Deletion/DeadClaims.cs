using MediaAdmin.Data;

namespace MediaAdmin.Deletion;

/// <summary>
/// On SQLite one portal serves the queue, so what is claimed when it starts belongs to one that died: it goes back at once instead of when its time is up.
/// A clean-up by command line that runs at this very moment loses its claims too, which does no harm.
/// </summary>
sealed class DeadClaims(PurgeClaims claims, DatabaseOptions database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.IsSqlite ? claims.RecoverAsync(DateTimeOffset.MaxValue, cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
