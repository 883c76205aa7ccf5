namespace MediaAdmin.Portal.Access;

/// <summary>The words of sign-in, settings and profile: AccessWords.resx (English) and AccessWords.tr.resx (Turkish).</summary>
public sealed class AccessWords;
