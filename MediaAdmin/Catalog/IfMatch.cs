using Microsoft.Net.Http.Headers;

namespace MediaAdmin.Catalog;

/// <summary>
/// The versions that a request saw of what it changes, as <c>If-Match</c> names them: one, several, or <c>*</c> for whatever it is now.
/// </summary>
static class IfMatch
{
    public static bool IsMissing(HttpRequest request) => request.Headers.IfMatch.ToString().Trim().Length == 0;

    /// <summary>
    /// The one of the versions named that stands now, or else the first, which then comes too late; null for <c>*</c> and without the
    /// header. Weak tags match nothing
    /// (RFC 9110, 13.1.1).
    /// </summary>
    /// <param name="current">Asked only when several are named.</param>
    public static async Task<string?> SeenAsync(HttpRequest request, Func<Task<string?>> current)
    {
        var given = request.Headers.IfMatch.ToString().Trim();
        if (given is "" or "*") return null;
        string[] tags = EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var list)
            ? [.. list.Select(t => t.IsWeak ? "W/" : t.Tag.ToString().Trim('"'))]
            : [given.Trim('"')];
        return tags.Length == 1 ? tags[0] : await current() is { } now && tags.Contains(now) ? now : tags[0];
    }
}
