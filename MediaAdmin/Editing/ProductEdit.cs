using MediaAdmin.Catalog;
using MediaAdmin.Deletion;

namespace MediaAdmin.Editing;

/// <summary>A text that is to become another one, as it was seen when somebody began to change it.</summary>
public sealed record TextEdit(string Seen, string Wanted);

/// <summary>New words for a picture, and those that they are to replace, as they were seen; in both, what is null stays.</summary>
public sealed record WordsEdit(AssetWords Wanted, AssetWords Seen);

/// <summary>
/// Changes of one product that are saved together: its words; pictures that go to the trash, also out of the galleries of other products; galleries in another order, seen at
/// <paramref name="Version"/>, each named with all pictures that stay in it; words on pictures. What is null or empty stays as it is.
/// </summary>
public sealed record ProductEdit(long ProductId, int Version)
{
    public TextEdit? Sku { get; init; }
    public TextEdit? Name { get; init; }
    public IReadOnlyCollection<long> Removals { get; init; } = [];
    public IReadOnlyList<GalleryWish> Orders { get; init; } = [];
    public IReadOnlyDictionary<long, WordsEdit> Words { get; init; } = new Dictionary<long, WordsEdit>();
}

/// <summary>How saving an edit ended.</summary>
public abstract record EditOutcome
{
    private EditOutcome() { }

    /// <summary>All of it stands; <paramref name="Removed"/> is what went to the trash, by which it comes back.</summary>
    public sealed record Saved(Trashed? Removed) : EditOutcome;

    /// <summary>Somebody else changed the same first: the order of a gallery, a text, the words on a picture. Nothing was changed.</summary>
    public sealed record Overtaken : EditOutcome;

    /// <summary>Nothing was changed; <paramref name="AssetId"/> is the picture whose words are at fault.</summary>
    public sealed record Refused(FieldFault Fault, long? AssetId = null) : EditOutcome;

    public sealed record NoSuchProduct : EditOutcome;
}
