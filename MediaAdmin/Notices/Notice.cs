using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Notices;

/// <summary>
/// One event that somebody should hear of, also when no page was open: a batch that ended, work that stands still. What happened is kept as facts, not as a
/// sentence: whoever reads it has a language of their own.
/// </summary>
public sealed class Notice
{
    public long Id { get; private init; }

    /// <summary>An actor's id, or <see cref="Admins"/>.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The name of the record in <see cref="Facts"/>, and what it is about: of the same kind and subject there is one notice, which is renewed.</summary>
    public string Kind { get; init; } = "";
    public string Subject { get; init; } = "";

    /// <summary>JSON.</summary>
    public string Facts { get; set; } = "";
    public DateTimeOffset At { get; set; }

    public const string Admins = "role:Admin";

    internal sealed class Table : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> table)
        {
            table.ToTable("Notices");
            table.Property(n => n.Audience).HasMaxLength(40);
            table.Property(n => n.Kind).HasMaxLength(40);
            table.Property(n => n.Subject).HasMaxLength(80);
            table.HasIndex(n => new { n.Audience, n.Kind, n.Subject }).IsUnique();
            table.HasIndex(n => n.At);
        }
    }
}

/// <summary>That somebody has read a notice. It goes when the notice is renewed.</summary>
public sealed class NoticeRead
{
    public long NoticeId { get; init; }
    public string Actor { get; init; } = "";

    internal sealed class Table : IEntityTypeConfiguration<NoticeRead>
    {
        public void Configure(EntityTypeBuilder<NoticeRead> table)
        {
            table.ToTable("NoticeReads");
            table.HasKey(r => new { r.NoticeId, r.Actor });
            table.Property(r => r.Actor).HasMaxLength(40);
            table.HasOne<Notice>().WithMany().HasForeignKey(r => r.NoticeId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
