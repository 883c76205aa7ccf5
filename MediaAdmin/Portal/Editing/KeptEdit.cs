using MediaAdmin.Portal.Describing;

namespace MediaAdmin.Portal.Editing;

/// <summary>
/// What is changed and not saved on the edit page, kept while its circuit is gone: the changes and what they were made on, never what can
/// be read again.
/// </summary>
public sealed record KeptEdit(
    long ProductId,
    KeptText Name,
    KeptText Sku,
    IReadOnlyList<long> Removed,
    IReadOnlyList<KeptGallery> Galleries,
    IReadOnlyList<KeptWords> Words);

public sealed record KeptText(string Seen, string Now);

public sealed record KeptGallery(
    long? Variant, IReadOnlyList<long> Before, IReadOnlyList<long> Now, IReadOnlyList<long> Touched, bool IsOvertaken);
