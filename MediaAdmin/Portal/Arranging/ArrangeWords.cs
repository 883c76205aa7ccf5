namespace MediaAdmin.Portal.Arranging;

/// <summary>The words of ordering pictures and of a gallery's diary: ArrangeWords.resx (English) and ArrangeWords.tr.resx (Turkish).</summary>
public sealed class ArrangeWords;
