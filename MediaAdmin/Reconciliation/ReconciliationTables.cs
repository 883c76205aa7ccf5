using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Reconciliation;

static class ReconciliationTables
{
    internal sealed class Reports : IEntityTypeConfiguration<ReconciliationReport>
    {
        public void Configure(EntityTypeBuilder<ReconciliationReport> table)
        {
            table.ToTable("ReconciliationReports");
            table.Property(r => r.State).HasConversion<string>().HasMaxLength(16);
            table.Property(r => r.Fault).HasConversion<string>().HasMaxLength(16);
            table.Property(r => r.Reason).HasMaxLength(ReconciliationReport.MaxReason);
            // A hand whose claim was taken away writes nothing any more.
            table.Property(r => r.ClaimId).IsConcurrencyToken();
            table.ComplexProperty(r => r.Orphans);
            table.ComplexProperty(r => r.Lost);
            table.ComplexProperty(r => r.Unconfirmed);
            table.ComplexProperty(r => r.Leftovers);
        }
    }

    internal sealed class Findings : IEntityTypeConfiguration<ReconciliationFinding>
    {
        public void Configure(EntityTypeBuilder<ReconciliationFinding> table)
        {
            table.ToTable("ReconciliationFindings");
            table.Property(f => f.Kind).HasConversion<string>().HasMaxLength(16);
            table.HasIndex(f => new { f.ReportId, f.Kind, f.Number });
            table.HasOne<ReconciliationReport>().WithMany().HasForeignKey(f => f.ReportId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
