namespace MediaAdmin.Portal.Editing;

/// <summary>The words of the edit page: EditingWords.resx (English) and EditingWords.tr.resx (Turkish).</summary>
public sealed class EditingWords;
