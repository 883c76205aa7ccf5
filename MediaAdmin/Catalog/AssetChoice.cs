using System.Text.Json.Serialization;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>Which pictures an act is about: those of <paramref name="AssetIds"/>; or, with a <paramref name="Filter"/>, all that match it but for those.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AssetChoice(AssetQuery? Filter, IReadOnlyList<long> AssetIds)
{
    public IQueryable<Asset> In(MediaDb db) => Filter is null
        ? db.Set<Asset>().Where(a => EF.Parameter(AssetIds).Contains(a.Id))
        : Filter.In(db).Where(a => !EF.Parameter(AssetIds).Contains(a.Id));
}
