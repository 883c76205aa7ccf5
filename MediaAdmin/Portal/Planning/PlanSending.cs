using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Portal.Planning;

/// <summary>A file of the drop by its number, and where it goes.</summary>
public sealed record SentFile(int File, int? Position = null, long? Replaces = null);

/// <summary>Files that the browser announces together, in the order in which they shall stand; without a product they go into the library.</summary>
public sealed record SentGroup(long? Product, long? Variant, string? Client, IReadOnlyList<SentFile> Files)
{
    /// <summary>What is clear goes to its galleries; what is not goes into the library of the client when <paramref name="restToLibrary"/>, else nowhere.</summary>
    public static IReadOnlyList<SentGroup> Of(UploadPlan plan, bool restToLibrary, string client)
    {
        var groups = plan.Galleries().Select(g => new SentGroup(g.Product, g.Variant, null, [.. g.Rows.Select(r => r is { Replaces: true, Standing: { } old } ? new SentFile(r.File, null, old.AssetId) : new SentFile(r.File, r.Place))])).ToList();
        var rest = restToLibrary ? plan.Rows.Where(r => r is { LeftOut: false, IsSent: false }).Select(r => new SentFile(r.File)).ToList() : [];
        if (rest.Count > 0) groups.Add(new(null, null, client.Length > 0 ? client : null, rest));
        return groups;
    }
}
