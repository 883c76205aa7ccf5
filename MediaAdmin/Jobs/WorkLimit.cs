using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Jobs;

/// <summary>How many pieces of a kind of work may run at once on each machine, as an Admin set it. Without one the engine's own number holds (<see cref="JobsOptions.Concurrency"/>).</summary>
public sealed class WorkLimit
{
    /// <summary>More than this one machine is not asked for.</summary>
    public const int Most = 64;

    public string Kind { get; init; } = "";
    public int AtOnce { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<WorkLimit>
    {
        public void Configure(EntityTypeBuilder<WorkLimit> table)
        {
            table.ToTable("WorkLimits");
            table.HasKey(l => l.Kind);
            table.Property(l => l.Kind).HasMaxLength(40);
        }
    }
}
