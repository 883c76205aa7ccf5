namespace MediaAdmin.Portal.Variants;

/// <summary>The words of the variants board: VariantWords.resx (English) and VariantWords.tr.resx (Turkish).</summary>
public sealed class VariantWords;
