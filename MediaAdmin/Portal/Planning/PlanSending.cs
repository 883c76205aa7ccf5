using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Portal.Planning;

/// <summary>A file of the drop by its number, and where it goes: at that position of its gallery, or in place of the picture that it replaces.</summary>
public sealed record SentFile(int File, UploadPlace Place, int? Position = null, long? Replaces = null)
{
    /// <summary>In the order in which they shall stand, all to be announced together. What is clear goes to its galleries; what is not goes into the library of the client when <paramref name="restToLibrary"/>, else nowhere.</summary>
    public static IReadOnlyList<SentFile> Of(UploadPlan plan, bool restToLibrary, string client)
    {
        var sent = plan.Galleries().SelectMany(g => g.Rows.Select(r => r is { Replaces: true, Standing: { } old } ? new SentFile(r.File, new(g.Product, g.Variant), null, old.AssetId) : new SentFile(r.File, new(g.Product, g.Variant), r.Place)));
        var library = new UploadPlace(Client: client.Length > 0 ? client : null);
        return [.. sent, .. restToLibrary ? plan.Rows.Where(r => r is { LeftOut: false, IsSent: false }).Select(r => new SentFile(r.File, library)) : []];
    }
}
