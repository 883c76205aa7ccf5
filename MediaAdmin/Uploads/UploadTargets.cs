using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>Looks up where files are to go: at most three statements, however many places there are.</summary>
static class UploadTargets
{
    /// <summary>Null when one of the products, variants or clients is not there.</summary>
    public static async Task<IReadOnlyDictionary<UploadPlace, UploadTarget>?> ResolveAsync(MediaDb db, IReadOnlyList<UploadPlace> places, CancellationToken ct)
    {
        var products = await ProductsAsync(db, [.. places.Select(p => p.Product).OfType<long>().Distinct()], ct);
        var variants = await VariantsAsync(db, [.. places.Select(p => p.Variant).OfType<long>().Distinct()], ct);
        var clients = await ClientsAsync(db, [.. places.Where(p => p.Product is null).Select(p => p.Client).OfType<string>().Where(c => !c.Contains('\0')).Distinct()], ct);
        var targets = new Dictionary<UploadPlace, UploadTarget>();
        foreach (var place in places)
        {
            if (TargetOf(place) is not { } target) return null;
            targets[place] = target;
        }
        return targets;

        UploadTarget? TargetOf(UploadPlace place) => place switch
        {
            { Product: { } product } => products.TryGetValue(product, out var client) && (place.Variant is not { } variant || variants.GetValueOrDefault(variant) == product) ? new(client, product, place.Variant) : null,
            { Variant: not null } => null,
            { Client: { } code } => clients.TryGetValue(code, out var id) ? new(id, null, null) : null,
            _ => new(null, null, null),
        };
    }

    private static async Task<Dictionary<long, long>> ProductsAsync(MediaDb db, List<long> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await db.Set<Product>().Where(p => EF.Parameter(ids).Contains(p.Id)).Select(p => new { p.Id, p.ClientId }).ToDictionaryAsync(p => p.Id, p => p.ClientId, ct);

    /// <summary>Whose variants these are.</summary>
    private static async Task<Dictionary<long, long>> VariantsAsync(MediaDb db, List<long> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await db.Set<Variant>().Where(v => EF.Parameter(ids).Contains(v.Id)).Select(v => new { v.Id, v.ProductId }).ToDictionaryAsync(v => v.Id, v => v.ProductId, ct);

    private static async Task<Dictionary<string, long>> ClientsAsync(MediaDb db, List<string> codes, CancellationToken ct) =>
        codes.Count == 0 ? [] : await db.Set<Client>().Where(c => EF.Parameter(codes).Contains(c.Code)).Select(c => new { c.Code, c.Id }).ToDictionaryAsync(c => c.Code, c => c.Id, ct);
}
