using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Duplicates;

/// <summary>A group as its card shows it, to somebody who may decide or only look.</summary>
public sealed record DuplicateView(DuplicateGroup Group, bool MayEdit);
