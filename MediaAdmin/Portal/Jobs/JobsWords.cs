namespace MediaAdmin.Portal.Jobs;

/// <summary>The words of the engine room: JobsWords.resx (English) and JobsWords.tr.resx (Turkish).</summary>
public sealed class JobsWords;
