namespace MediaAdmin.Storage.Cloudinary;

/// <summary>What Cloudinary knows a picture by: the store's key as it is, folders and all.</summary>
static class PublicId
{
    private const int MaxLength = 255;
    private const string Forbidden = "?&#\\%<>+";

    /// <summary>
    /// Cloudinary, "Public IDs": 1 to 255 characters, none of <c>? &amp; # \ % &lt; &gt; +</c>, no space or slash at the ends, no folder named <c>v</c> and digits.
    /// Others it would change, and the picture would lie under another key. Dots alone are refused besides: in a path they lead elsewhere.
    /// </summary>
    public static bool IsSound(string id) =>
        id.Length is > 0 and <= MaxLength && !id.Any(c => Forbidden.Contains(c) || char.IsControl(c)) && id.Trim(' ', '/') == id
        && !id.Split('/').Any(s => s is "" or "." or "..") && !id.Split('/').SkipLast(1).Any(IsVersion);

    /// <summary>For an address: every character that is not plain percent-encoded in UTF-8, but for the slash between folders and the colon.</summary>
    public static string Escape(string id) =>
        string.Join('/', id.Split('/').Select(Uri.EscapeDataString)).Replace("%3A", ":", StringComparison.Ordinal);

    private static bool IsVersion(string segment) => segment.Length > 1 && segment[0] == 'v' && segment.Skip(1).All(char.IsAsciiDigit);
}
