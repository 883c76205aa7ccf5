using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Access;

static class AccessTables
{
    internal sealed class Users : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> table)
        {
            table.ToTable("Users");
            table.Property(u => u.Email).HasMaxLength(User.MaxEmail).IsRequired();
            table.Property(u => u.NormalizedEmail).HasMaxLength(User.MaxEmail).IsRequired();
            table.Property(u => u.UserName).HasMaxLength(User.MaxEmail).IsRequired();
            table.Property(u => u.NormalizedUserName).HasMaxLength(User.MaxEmail).IsRequired();
            table.Property(u => u.DisplayName).HasMaxLength(User.MaxDisplayName);
            table.Property(u => u.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
            table.Property(u => u.SecurityStamp).HasMaxLength(64);
            table.HasIndex(u => u.NormalizedEmail).IsUnique();
            table.HasIndex(u => u.NormalizedUserName).IsUnique();
        }
    }

    // The next three are what Identity's store reaches for beside the user: extra claims, outside logins and their tokens. Empty today.
    internal sealed class Claims : IEntityTypeConfiguration<IdentityUserClaim<long>>
    {
        public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> table)
        {
            table.ToTable("UserClaims");
            table.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Logins : IEntityTypeConfiguration<IdentityUserLogin<long>>
    {
        public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> table)
        {
            table.ToTable("UserLogins");
            table.HasKey(l => new { l.LoginProvider, l.ProviderKey });
            table.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Tokens : IEntityTypeConfiguration<IdentityUserToken<long>>
    {
        public void Configure(EntityTypeBuilder<IdentityUserToken<long>> table)
        {
            table.ToTable("UserTokens");
            table.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            table.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class ApiKeys : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> table)
        {
            table.ToTable("ApiKeys");
            table.Property(k => k.Name).HasMaxLength(ApiKey.MaxName);
            table.Property(k => k.Prefix).HasMaxLength(16);
            table.Property(k => k.Hash).HasMaxLength(32);
            table.Property(k => k.CreatedBy).HasMaxLength(40);
            table.Property(k => k.CreatedByName).HasMaxLength(User.MaxDisplayName);
            table.HasIndex(k => k.Hash).IsUnique();
        }
    }
}
