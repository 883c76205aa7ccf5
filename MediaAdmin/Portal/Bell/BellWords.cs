namespace MediaAdmin.Portal.Bell;

/// <summary>The words of the bell and its notices: BellWords.resx (English) and BellWords.tr.resx (Turkish).</summary>
public sealed class BellWords;
