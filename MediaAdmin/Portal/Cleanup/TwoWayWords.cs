namespace MediaAdmin.Portal.Cleanup;

/// <summary>The words of the two-way check: TwoWayWords.resx (English) and TwoWayWords.tr.resx (Turkish).</summary>
public sealed class TwoWayWords;
