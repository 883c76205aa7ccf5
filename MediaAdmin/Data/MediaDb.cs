using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MediaAdmin.Data;

/// <summary>
/// The database of facts. It names no table: every concept brings its own mapping as an
/// <see cref="IEntityTypeConfiguration{TEntity}"/> and reaches its rows by <c>db.Set&lt;T&gt;()</c>.
/// </summary>
public abstract class MediaDb(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MediaDb).Assembly);

    /// <summary>A moment as a parameter of hand-written SQL, which knows nothing of how the model keeps it.</summary>
    public abstract object Moment(DateTimeOffset at);
}

public sealed class SqliteMediaDb(DbContextOptions<SqliteMediaDb> options) : MediaDb(options)
{
    public override object Moment(DateTimeOffset at) => at.UtcTicks;

    /// <summary>SQLite has no type for moments and cannot compare EF Core's text form: they are kept as UTC ticks.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        moment => moment.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

public sealed class PostgresMediaDb(DbContextOptions<PostgresMediaDb> options) : MediaDb(options)
{
    public override object Moment(DateTimeOffset at) => at;
}
