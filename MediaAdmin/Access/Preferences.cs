using System.Text.Json;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Access;

/// <summary>Something a person set for themselves, such as saved filters, by a name that belongs to the page that asks for it.</summary>
public sealed class Preference
{
    public string Actor { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>JSON.</summary>
    public string Value { get; set; } = "";

    internal sealed class Table : IEntityTypeConfiguration<Preference>
    {
        public void Configure(EntityTypeBuilder<Preference> table)
        {
            table.ToTable("Preferences");
            table.HasKey(p => new { p.Actor, p.Name });
            table.Property(p => p.Actor).HasMaxLength(40);
            table.Property(p => p.Name).HasMaxLength(80);
        }
    }
}

/// <summary>What each person set for themselves; it follows them to every device.</summary>
public sealed class Preferences(IDbContextFactory<MediaDb> dbs)
{
    /// <summary>Null when never set.</summary>
    public async Task<T?> FindAsync<T>(Actor of, string name, CancellationToken ct) where T : class
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Preference>().Where(p => p.Actor == of.Id && p.Name == name).Select(p => p.Value).FirstOrDefaultAsync(ct) is { } value ? JsonSerializer.Deserialize<T>(value) : null;
    }

    public async Task SetAsync<T>(Actor of, string name, T value, CancellationToken ct) where T : class
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"preference/{of.Id}/{name}", ct);
        var preference = await db.Set<Preference>().FirstOrDefaultAsync(p => p.Actor == of.Id && p.Name == name, ct);
        if (preference is null) db.Add(preference = new() { Actor = of.Id, Name = name });
        preference.Value = JsonSerializer.Serialize(value);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
