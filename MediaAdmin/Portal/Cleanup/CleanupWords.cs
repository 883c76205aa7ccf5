namespace MediaAdmin.Portal.Cleanup;

/// <summary>The words of trash and clean-up: CleanupWords.resx (English) and CleanupWords.tr.resx (Turkish).</summary>
public sealed class CleanupWords;
