using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MediaAdmin.Tests.Uploads;

/// <summary>A transaction whose commit fails.</summary>
sealed class FailingTransaction(IDbContextTransaction real) : IDbContextTransaction, IInfrastructure<System.Data.Common.DbTransaction>
{
    public Guid TransactionId => real.TransactionId;
    public System.Data.Common.DbTransaction Instance => real.GetDbTransaction();
    public void Commit() => throw new InvalidOperationException("The commit failed.");
    public Task CommitAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException("The commit failed.");
    public void Rollback() => real.Rollback();
    public Task RollbackAsync(CancellationToken cancellationToken = default) => real.RollbackAsync(cancellationToken);
    public void Dispose() => real.Dispose();
    public ValueTask DisposeAsync() => real.DisposeAsync();
}
