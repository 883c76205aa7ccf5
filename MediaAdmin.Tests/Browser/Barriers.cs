using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

static partial class Barriers
{
    private const string Rest = "() => Promise.allSettled(document.getAnimations().filter(motion => motion.effect.getComputedTiming().endTime < Infinity).map(motion => motion.finished))";

    /// <summary>What axe finds on the page that shuts people out, once it has its title and has come to rest: colours in the middle of fading are nobody's.</summary>
    public static async Task<IEnumerable<string>> BarriersAsync(this Visitor visitor)
    {
        await Expect(visitor.Page).ToHaveTitleAsync(Something());
        await visitor.Page.EvaluateAsync(Rest);
        var found = await visitor.Page.RunAxe();
        return found.Violations.SelectMany(v => v.Nodes.Select(n => $"{visitor.Page.Url}: {v.Id}: {v.Help}: {n.Html}"));
    }

    [GeneratedRegex(".")]
    private static partial Regex Something();
}
