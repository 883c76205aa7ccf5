using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Catalog;

/// <summary>What is in the trash is seen by no query that does not ask for it (<c>IgnoreQueryFilters</c>).</summary>
static class CatalogTables
{
    internal sealed class Clients : IEntityTypeConfiguration<Client>
    {
        public void Configure(EntityTypeBuilder<Client> table)
        {
            table.ToTable("Clients");
            table.Property(c => c.Code).HasMaxLength(Client.MaxCode);
            table.Property(c => c.Name).HasMaxLength(Client.MaxName);
            table.HasIndex(c => c.Code).IsUnique();
        }
    }

    internal sealed class Products : IEntityTypeConfiguration<Product>
    {
        public void Configure(EntityTypeBuilder<Product> table)
        {
            table.ToTable("Products");
            table.Property(p => p.Sku).HasMaxLength(Product.MaxSku);
            table.Property(p => p.Name).HasMaxLength(Product.MaxName);
            table.HasIndex(p => new { p.ClientId, p.Sku }).IsUnique().HasFilter("\"TrashedAt\" IS NULL");
            table.HasIndex(p => new { p.Sku, p.Id }).HasFilter("\"TrashedAt\" IS NULL");
            table.HasIndex(p => p.Name);
            table.HasIndex(p => p.TrashId).HasFilter("\"TrashId\" IS NOT NULL");
            table.HasQueryFilter(p => p.TrashedAt == null);
            table.HasOne<Client>().WithMany().HasForeignKey(p => p.ClientId).OnDelete(DeleteBehavior.Restrict);
            table.HasMany(p => p.Variants).WithOne().HasForeignKey(v => v.ProductId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Variants : IEntityTypeConfiguration<Variant>
    {
        public void Configure(EntityTypeBuilder<Variant> table)
        {
            table.ToTable("Variants");
            table.Property(v => v.Sku).HasMaxLength(Product.MaxSku);
            table.Property(v => v.Name).HasMaxLength(Product.MaxName);
            table.HasIndex(v => new { v.ProductId, v.Sku }).IsUnique();
        }
    }

    internal sealed class Assets : IEntityTypeConfiguration<Asset>
    {
        public void Configure(EntityTypeBuilder<Asset> table)
        {
            table.ToTable("Assets");
            table.Property(a => a.FileName).HasMaxLength(Asset.MaxFileName);
            table.Property(a => a.Title).HasMaxLength(Asset.MaxTitle);
            table.Property(a => a.AltEn).HasMaxLength(Asset.MaxAlt);
            table.Property(a => a.AltTr).HasMaxLength(Asset.MaxAlt);
            table.Property(a => a.Sha256).HasMaxLength(64);
            table.HasIndex(a => new { a.Sha256, a.ClientId }); // without the trash, as the bands of LookalikeList: putting a thousand there would write each index at a thousand places
            table.HasIndex(a => new { a.TrashedAt, a.Id });
            table.HasIndex(a => new { a.TrashedAt, a.FileName });
            table.HasIndex(a => new { a.TrashedAt, a.Bytes });
            table.HasIndex(a => new { a.Store, a.StoreKey }).IsUnique();
            table.HasIndex(a => a.TrashId).HasFilter("\"TrashId\" IS NOT NULL");
            table.HasQueryFilter(a => a.TrashedAt == null);
            table.HasOne<Client>().WithMany().HasForeignKey(a => a.ClientId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class Diary : IEntityTypeConfiguration<GalleryEntry>
    {
        public void Configure(EntityTypeBuilder<GalleryEntry> table)
        {
            table.ToTable("GalleryDiary");
            table.Property(e => e.Change).HasConversion<string>().HasMaxLength(16);
            table.HasIndex(e => new { e.ProductId, e.VariantId, e.Id });
            table.HasOne<Product>().WithMany().HasForeignKey(e => e.ProductId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Variant>().WithMany().HasForeignKey(e => e.VariantId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Distinctions : IEntityTypeConfiguration<Distinction>
    {
        public void Configure(EntityTypeBuilder<Distinction> table)
        {
            table.ToTable("Distinctions");
            table.HasKey(d => new { d.AssetId, d.OtherId });
            table.HasOne<Asset>().WithMany().HasForeignKey(d => d.AssetId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Asset>().WithMany().HasForeignKey(d => d.OtherId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Owed : IEntityTypeConfiguration<OwedWords>
    {
        public void Configure(EntityTypeBuilder<OwedWords> table)
        {
            table.ToTable("OwedWords");
            table.Property(w => w.Error).HasMaxLength(OwedWords.MaxError);
            table.HasIndex(w => w.AssetId);
            table.HasOne<Asset>().WithMany().HasForeignKey(w => w.AssetId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class Placements : IEntityTypeConfiguration<Placement>
    {
        public void Configure(EntityTypeBuilder<Placement> table)
        {
            table.ToTable("Placements");
            table.HasIndex(p => new { p.ProductId, p.VariantId, p.TrashId, p.Position });
            table.HasIndex(p => p.AssetId);
            table.HasIndex(p => p.TrashId).HasFilter("\"TrashId\" IS NOT NULL");
            table.HasQueryFilter(p => p.TrashId == null);
            table.HasOne(p => p.Asset).WithMany().HasForeignKey(p => p.AssetId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Product>().WithMany().HasForeignKey(p => p.ProductId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Variant>().WithMany().HasForeignKey(p => p.VariantId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
