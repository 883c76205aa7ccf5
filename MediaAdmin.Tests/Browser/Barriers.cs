using Deque.AxeCore.Playwright;

namespace MediaAdmin.Tests.Browser;

static class Barriers
{
    /// <summary>What axe finds on the page as it stands that shuts people out.</summary>
    public static async Task<IEnumerable<string>> BarriersAsync(this Visitor visitor)
    {
        var found = await visitor.Page.RunAxe();
        return found.Violations.SelectMany(v => v.Nodes.Select(n => $"{visitor.Page.Url}: {v.Id}: {v.Help}: {n.Html}"));
    }
}
