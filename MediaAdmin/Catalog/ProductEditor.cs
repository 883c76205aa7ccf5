using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>News: there are more products, or some have other words; lists look again.</summary>
public sealed record ProductsChanged
{
    public const string Topic = "products";
}

/// <summary>Makes products and changes their words.</summary>
public sealed class ProductEditor(IDbContextFactory<MediaDb> dbs, Announcements news, TimeProvider clock)
{
    /// <summary>Whoever gives a product of this client a SKU does so in turn (<see cref="TransactionLock"/>).</summary>
    public static string SkuTurn(long client) => $"skus/{client}";

    /// <summary>The new product's id, or what is wrong.</summary>
    public Task<(long Id, FieldFault? Fault)> AddAsync(string client, string sku, string name, Actor by, CancellationToken ct) => AddAsync(client, null, sku, name, by, ct);

    /// <summary>The same; with <paramref name="newClientName"/> the client is made too, or neither.</summary>
    public async Task<(long Id, FieldFault? Fault)> AddAsync(string client, string? newClientName, string sku, string name, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        (client, newClientName, sku, name) = (client.Trim().Replace("\0", ""), newClientName?.Trim(), sku.Trim(), name.Trim()); // PostgreSQL takes no NUL, and no client is called so
        if (newClientName is not null && ClientList.Check(client, newClientName) is { } wrong) return (0, OfClient(wrong));
        if (Check(sku, name) is { } fault) return (0, fault);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (newClientName is not null)
        {
            await db.LockAsync("clients", ct);
            if (await db.Set<Client>().AnyAsync(c => c.Code == client, ct)) return (0, OfClient(ClientList.Taken(client)));
            db.Add(Client.Create(client, newClientName, clock.GetUtcNow()));
            await db.SaveChangesAsync(ct);
        }
        var owner = await db.Set<Client>().Where(c => c.Code == client).Select(c => (long?)c.Id).FirstOrDefaultAsync(ct);
        if (owner is not { } clientId) return (0, new("client", $"There is no client '{client}'. Make it first.", FieldFaultKind.Unknown));
        await db.LockAsync(SkuTurn(clientId), ct);
        if (await db.Set<Product>().AnyAsync(p => p.ClientId == clientId && p.Sku == sku, ct)) return (0, new("sku", $"{client} has a product with the SKU {sku} already.", FieldFaultKind.Taken));
        var product = Product.Create(clientId, sku, name, clock.GetUtcNow());
        db.Add(product);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        news.Publish(ProductsChanged.Topic, new ProductsChanged());
        return (product.Id, null);
    }

    /// <summary>Changes what is not null. False when there is no such product.</summary>
    public async Task<(bool Found, FieldFault? Fault)> RenameAsync(long id, string? sku, string? name, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (product, fault) = await RenameAsync(db, id, sku, name, ct);
        if (product is null || fault is not null) return (product is not null, fault);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        news.Publish(ProductsChanged.Topic, new ProductsChanged());
        return (true, null);
    }

    /// <summary>The same inside the caller's transaction, not saved yet; null when there is no such product.</summary>
    internal static async Task<(Product? Product, FieldFault? Fault)> RenameAsync(MediaDb db, long id, string? sku, string? name, CancellationToken ct)
    {
        await db.LockAsync(WordsLock(id), ct);
        if (await db.Set<Product>().AsSplitQuery().Include(p => p.Variants).FirstOrDefaultAsync(p => p.Id == id, ct) is not { } product) return (null, null);
        if (Check(sku?.Trim() ?? product.Sku, name?.Trim() ?? product.Name) is { } fault) return (product, fault);
        await db.LockAsync(SkuTurn(product.ClientId), ct);
        if (sku is not null && await db.Set<Product>().AnyAsync(p => p.ClientId == product.ClientId && p.Sku == sku.Trim() && p.Id != id, ct))
            return (product, new("sku", $"Another product of this client has the SKU {sku.Trim()}.", FieldFaultKind.Taken));
        if ((sku?.Trim() ?? product.Sku, name?.Trim() ?? product.Name) != (product.Sku, product.Name)) await OwedWords.NoteProductsAsync(db, [id], WordParts.Texts, ct); // pictures tell their products
        product.Rename(sku?.Trim(), name?.Trim());
        return (product, null);
    }

    /// <summary>Whoever changes SKUs or names of a product or its variants holds this: the words that a search looks through are made of all of them.</summary>
    internal static string WordsLock(long productId) => FormattableString.Invariant($"words/{productId}");

    /// <summary>A fault of the client's own fields, named as the product's form has them.</summary>
    private static FieldFault OfClient(FieldFault fault) => fault with { Field = fault.Field == "code" ? "client" : "clientName" };

    private static FieldFault? Check(string sku, string name)
    {
        if (sku.Length is 0 or > Product.MaxSku || sku.Any(char.IsControl)) return new("sku", $"A SKU has 1 to {Product.MaxSku} characters.");
        if (name.Length is 0 or > Product.MaxName || name.Any(char.IsControl)) return new("name", $"A name has 1 to {Product.MaxName} characters.");
        return null;
    }
}
