using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Deleting;

namespace MediaAdmin.Tests.Portal;

public sealed class DeletingWordsTests
{
    private static readonly HashSet<string> There = [.. new ResourceManager(typeof(DeletingWords)).GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<DictionaryEntry>().Select(e => (string)e.Key)];

    [Fact]
    public void Every_word_that_is_asked_for_exists() =>
        Assert.Empty(from pattern in (string[])["*.razor", "*.cs"]
                     from file in Directory.EnumerateFiles(PortalFolder(), pattern, SearchOption.AllDirectories)
                     let words = file.EndsWith("StripTelling.cs", StringComparison.Ordinal) ? @"\bwords" : @"\bDeletingWords"
                     from Match match in Regex.Matches(File.ReadAllText(file), words + """(?<count>\.Count\()?\[?"(?<key>[A-Za-z_]+)"[,\])]""")
                     from key in match.Groups["count"].Success ? new[] { match.Groups["key"].Value + "_one", match.Groups["key"].Value + "_other" } : [match.Groups["key"].Value]
                     where !There.Contains(key)
                     select $"{Path.GetFileName(file)}: {key}");

    [Fact]
    public void Whatever_pauses_the_queue_has_its_sentence() =>
        Assert.All(new[] { DeletionFault.StoreUnavailable, DeletionFault.StoreAsksToWait, DeletionFault.StoreDeniesAccess }, f => Assert.Contains($"Pause_{f}", There));

    private static string PortalFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../MediaAdmin/Portal"));
}
