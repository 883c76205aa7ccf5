namespace MediaAdmin.Portal.Duplicates;

/// <summary>The words of the review of duplicates: DuplicatesWords.resx (English) and DuplicatesWords.tr.resx (Turkish).</summary>
public sealed class DuplicatesWords;
