namespace MediaAdmin.Portal.Library;

/// <summary>The words of the library: LibraryWords.resx (English) and LibraryWords.tr.resx (Turkish).</summary>
public sealed class LibraryWords;
