namespace MediaAdmin.Portal.Deleting;

/// <summary>The words of choosing, deleting and undoing: DeletingWords.resx (English) and DeletingWords.tr.resx (Turkish).</summary>
public sealed class DeletingWords;
