using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Uploads;

static class UploadTables
{
    internal sealed class Uploads : IEntityTypeConfiguration<Upload>
    {
        public void Configure(EntityTypeBuilder<Upload> table)
        {
            table.ToTable("Uploads");
            table.Property(u => u.FileName).HasMaxLength(255);
            table.Property(u => u.Sha256).HasMaxLength(64);
            // Two hands on one upload: the second to save finds the state changed and gives way.
            table.Property(u => u.State).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
            table.Property(u => u.Fault).HasConversion<string>().HasMaxLength(32);
            table.HasIndex(u => new { u.BatchId, u.Ordinal });
            table.HasIndex(u => new { u.State, u.Owner });
            table.HasIndex(u => new { u.ProductId, u.State });
            table.HasIndex(u => u.AssetId);
            table.HasOne<UploadBatch>().WithMany().HasForeignKey(u => u.BatchId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Batches : IEntityTypeConfiguration<UploadBatch>
    {
        public void Configure(EntityTypeBuilder<UploadBatch> table)
        {
            table.ToTable("UploadBatches");
            table.HasIndex(b => new { b.Owner, b.CreatedAt });
            table.HasIndex(b => b.CreatedAt);
            table.HasIndex(b => b.EndedAt);
        }
    }
}
