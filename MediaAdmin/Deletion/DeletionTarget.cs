using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>What somebody wants gone. Always named by ids, a filter or a client's code; never by an address.</summary>
public abstract record DeletionTarget
{
    private DeletionTarget() { }

    /// <summary>One picture, or a selection.</summary>
    public sealed record Assets(IReadOnlyCollection<long> Ids) : DeletionTarget;

    /// <summary>Everything that matches, but for <paramref name="Except"/>.</summary>
    public sealed record Matching(AssetQuery Query, IReadOnlyList<long>? Except = null) : DeletionTarget;

    /// <summary>A product with its pictures; those that other products use too stay in the library.</summary>
    public sealed record OfProduct(long ProductId) : DeletionTarget;

    /// <summary>Every picture of a client, by the client's code.</summary>
    public sealed record OfClient(string Code) : DeletionTarget;

    /// <summary>
    /// Pictures that are the same as others which stay and take their places; with <paramref name="TakeWords"/> the words too that those lack. What is not in the library,
    /// or belongs to another client than the one that stays, is left out.
    /// </summary>
    public sealed record Merged(IReadOnlyList<Merge> Merges, bool TakeWords = false) : DeletionTarget;

    internal IQueryable<Asset> In(MediaDb db) => this switch
    {
        Assets(var ids) => db.Set<Asset>().Where(a => EF.Parameter(ids).Contains(a.Id)),
        Matching(var query, var except) => new AssetChoice(query, except).In(db),
        Merged(var merges, _) => new Assets([.. merges.SelectMany(m => m.GoneIds)]).In(db),
        OfClient(var code) => new AssetQuery(Client: code).In(db),
        OfProduct(var product) => db.Set<Asset>().Where(a => db.Set<Placement>().Any(l => l.AssetId == a.Id && l.ProductId == product)
            && !db.Set<Placement>().Any(l => l.AssetId == a.Id && l.ProductId != product)),
        _ => throw new InvalidOperationException($"There is no selection for {this}."),
    };
}

/// <summary>A picture that stays, and those whose places it takes.</summary>
public sealed record Merge(long KeptId, IReadOnlyList<long> GoneIds);
