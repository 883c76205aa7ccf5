using System.Text.Json.Serialization;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>
/// Which pictures an act is about: those of <paramref name="AssetIds"/>; or, with a <paramref name="Filter"/>, all that match it but for those.
/// A field that does not exist is refused: a misspelt one must not take in more than was meant.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AssetChoice(AssetQuery? Filter = null, IReadOnlyList<long>? AssetIds = null)
{
    public IQueryable<Asset> In(MediaDb db)
    {
        var ids = AssetIds ?? [];
        if (Filter is null) return db.Set<Asset>().Where(a => EF.Parameter(ids).Contains(a.Id));
        return ids.Count == 0 ? Filter.In(db) : Filter.In(db).Where(a => !EF.Parameter(ids).Contains(a.Id));
    }

    /// <summary>What is wrong with a choice that came from outside.</summary>
    internal FieldFault? Check() => Filter is null && AssetIds is null or { Count: 0 } ? new("assetIds", "Name at least one picture, or give a filter.") : null;
}
