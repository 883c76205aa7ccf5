namespace MediaAdmin.Portal.Setup;

/// <summary>The words of the first run: SetupWords.resx (English) and SetupWords.tr.resx (Turkish).</summary>
public sealed class SetupWords;
