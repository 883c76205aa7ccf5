namespace MediaAdmin.Portal.Access;

/// <summary>
/// What people call the browser and the system that a User-Agent names; the order matters, since most of them name several.
/// </summary>
static class BrowserName
{
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
            ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
            ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Such as "Firefox · Windows"; what is not known is left out, and null when nothing is.</summary>
    public static string? Of(string userAgent)
    {
        var found = new[] { First(Browsers, userAgent), First(Systems, userAgent) }.OfType<string>().ToList();
        return found.Count > 0 ? string.Join(" · ", found) : null;
    }

    private static string? First((string Mark, string Name)[] known, string text) =>
        known.Where(k => text.Contains(k.Mark, StringComparison.Ordinal)).Select(k => k.Name).FirstOrDefault();
}
