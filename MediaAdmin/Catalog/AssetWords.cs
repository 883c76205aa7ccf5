namespace MediaAdmin.Catalog;

/// <summary>New words for a picture; what is null stays.</summary>
public sealed record AssetWords(string? Title, string? AltEn, string? AltTr, IReadOnlyList<string>? Tags, bool? IsDecorative = null)
{
    /// <summary>Whoever changes the words on pictures does so in turn (<see cref="Data.TransactionLock"/>): else two changes at once could forget one.</summary>
    public const string Turn = "assets/words";

    /// <summary>These are words that somebody saw: true when one of them is another by now, and not the one that is wanted.</summary>
    internal bool IsOvertaken(Asset now, AssetWords wanted) =>
        Differs(Title, now.Title, wanted.Title) || Differs(AltEn, now.AltEn, wanted.AltEn) || Differs(AltTr, now.AltTr, wanted.AltTr)
        || (IsDecorative is { } mark && mark != now.IsDecorative && wanted.IsDecorative != now.IsDecorative)
        || (Tags is { } tags && !tags.SequenceEqual(now.Tags) && wanted.Tags?.SequenceEqual(now.Tags) != true);

    private static bool Differs(string? seen, string now, string? wanted) => seen is not null && seen != now && wanted != now;

    internal FieldFault? Check()
    {
        foreach (var (field, text) in ((string, string?)[])[("title", Title), ("altEn", AltEn), ("altTr", AltTr), .. (Tags ?? []).Select(t => ("tags", (string?)t))])
            if (text?.Contains('\0') == true) return new(field, "This text holds a NUL character; leave it out.");
        if (Title?.Length > Asset.MaxTitle) return new("title", $"A title has at most {Asset.MaxTitle} characters.");
        if (AltEn?.Length > Asset.MaxAlt) return new("altEn", $"An alt text has at most {Asset.MaxAlt} characters.");
        return AltTr?.Length > Asset.MaxAlt ? new("altTr", $"An alt text has at most {Asset.MaxAlt} characters.") : null;
    }
}

/// <summary>The same words for many pictures: tags to add and to take away, alt texts; what is null stays. With <paramref name="KeepExisting"/> an alt text is given only where there is none.</summary>
public sealed record CommonWords(IReadOnlyList<string>? AddTags = null, IReadOnlyList<string>? RemoveTags = null, string? AltEn = null, string? AltTr = null, bool KeepExisting = false)
{
    internal FieldFault? Check()
    {
        if ((AddTags ?? []).Concat(RemoveTags ?? []).Any(t => t is null || t.Contains('\0'))) return new("addTags", "A tag is a text without NUL characters.");
        if (AddTags is null or { Count: 0 } && RemoveTags is null or { Count: 0 } && AltEn is null && AltTr is null) return new("addTags", "Give at least one of addTags, removeTags, altEn, altTr.");
        return new AssetWords(null, AltEn, AltTr, null).Check();
    }

    /// <summary>What a picture with those words has then.</summary>
    internal SharedWords Describe(SharedWords now)
    {
        var removed = (RemoveTags ?? []).Select(t => t.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(Wanted(AltEn, now.AltEn), Wanted(AltTr, now.AltTr), Asset.Plain([.. now.Tags.Where(t => !removed.Contains(t)), .. AddTags ?? []]));
    }

    private string? Wanted(string? alt, string? now) => alt is null || (KeepExisting && now is { Length: > 0 }) ? now : alt;
}
