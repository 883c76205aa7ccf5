using MediaAdmin.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Deletion;

static class DeletionTables
{
    internal sealed class Repointings : IEntityTypeConfiguration<Repointing>
    {
        public void Configure(EntityTypeBuilder<Repointing> table)
        {
            table.ToTable("Repointings");
            table.HasOne<Placement>().WithMany().HasForeignKey(r => r.PlacementId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Asset>().WithMany().HasForeignKey(r => r.AssetId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Asset>().WithMany().HasForeignKey(r => r.GoneId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class WordsTaken : IEntityTypeConfiguration<TakenWords>
    {
        public void Configure(EntityTypeBuilder<TakenWords> table)
        {
            table.ToTable("TakenWords");
            table.HasKey(w => new { w.OperationId, w.AssetId });
            table.HasOne<Asset>().WithMany().HasForeignKey(w => w.AssetId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Deletions : IEntityTypeConfiguration<QueuedDeletion>
    {
        public void Configure(EntityTypeBuilder<QueuedDeletion> table)
        {
            table.ToTable("Deletions");
            table.Property(d => d.State).HasConversion<string>().HasMaxLength(16);
            table.Property(d => d.Origin).HasConversion<string>().HasMaxLength(16);
            table.Property(d => d.Fault).HasConversion<string>().HasMaxLength(32);
            table.Property(d => d.TraceParent).HasMaxLength(QueuedDeletion.TraceLetters);
            table.Property(d => d.Error).HasMaxLength(QueuedDeletion.MaxError);
            table.Property(d => d.Answer).HasMaxLength(QueuedDeletion.MaxError);
            table.Property(d => d.EndReason).HasMaxLength(QueuedDeletion.MaxReason);
            table.HasIndex(d => new { d.State, d.DueAt });
            table.HasIndex(d => d.OperationId);
            table.HasIndex(d => d.AssetId);
            table.HasIndex(d => d.ClaimId).HasFilter("\"ClaimId\" IS NOT NULL");
            table.HasIndex(d => new { d.Store, d.StoreKey });
            table.HasIndex(d => d.EndedAt);
        }
    }
}
