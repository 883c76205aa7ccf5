namespace MediaAdmin.Portal.Describing;

/// <summary>The words about words on pictures: DescribingWords.resx (English) and DescribingWords.tr.resx (Turkish).</summary>
public sealed class DescribingWords;
