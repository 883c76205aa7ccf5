using System.Net;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Access;

/// <summary>
/// One sign-in in one browser. The cookie carries its id; without this row the cookie is worth nothing, so that ending a session is
/// deleting its row.
/// </summary>
public sealed class UserSession
{
    public const int MaxAddress = 45, MaxUserAgent = 300;

    public Guid Id { get; private set; }
    public long UserId { get; private set; }

    /// <summary>Where the sign-in came from, and what the browser called itself.</summary>
    public string Address { get; private set; } = "";
    public string UserAgent { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>True to a few minutes.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    public static UserSession Begin(long userId, IPAddress? from, string userAgent, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(), // not of version 7: nobody is to guess from one id what another is
        UserId = userId,
        Address = WrongTries.Text(from) is { Length: <= MaxAddress } address ? address : "",
        UserAgent = userAgent.Length <= MaxUserAgent ? userAgent : userAgent[..MaxUserAgent],
        CreatedAt = now,
        LastSeenAt = now,
    };

    /// <summary>In the caller's transaction.</summary>
    internal static Task EndAllAsync(MediaDb db, long userId, CancellationToken ct) =>
        db.Set<UserSession>().Where(s => s.UserId == userId).ExecuteDeleteAsync(ct);

    internal sealed class Table : IEntityTypeConfiguration<UserSession>
    {
        public void Configure(EntityTypeBuilder<UserSession> table)
        {
            table.ToTable("Sessions");
            table.Property(s => s.Id).ValueGeneratedNever();
            table.Property(s => s.Address).HasMaxLength(MaxAddress);
            table.Property(s => s.UserAgent).HasMaxLength(MaxUserAgent);
            table.HasIndex(s => s.UserId);
            table.HasIndex(s => s.LastSeenAt);
            table.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
