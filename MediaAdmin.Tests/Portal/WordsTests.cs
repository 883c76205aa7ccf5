using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.ImportExport;
using MediaAdmin.Portal;
using MediaAdmin.Portal.Cleanup;
using MediaAdmin.Portal.Deleting;
using MediaAdmin.Portal.Editing;
using MediaAdmin.Portal.ImportExport;
using MediaAdmin.Portal.Library;
using MediaAdmin.Portal.Products;
using MediaAdmin.Portal.Variants;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

public sealed partial class WordsTests
{
    [Theory]
    [InlineData(typeof(Words))]
    [InlineData(typeof(UploadWords))]
    [InlineData(typeof(DeletingWords))]
    [InlineData(typeof(ImportWords))]
    [InlineData(typeof(ImportExportWords))]
    [InlineData(typeof(ProductsWords))]
    [InlineData(typeof(TwoWayWords))]
    [InlineData(typeof(DeletionWords))]
    [InlineData(typeof(CleanupWords))]
    [InlineData(typeof(LibraryWords))]
    [InlineData(typeof(VariantWords))]
    [InlineData(typeof(EditingWords))]
    public void Both_languages_say_the_same_things_with_the_same_places_to_fill(Type words)
    {
        var (english, turkish) = (Read(words, ""), Read(words, "tr"));
        Assert.Equal(english.Keys.Order(), turkish.Keys.Order());
        Assert.All(english, e => Assert.Equal(Places(e.Value), Places(turkish[e.Key])));
    }

    [Fact]
    public void Every_state_and_every_fault_has_its_sentences()
    {
        var words = Read(typeof(UploadWords), "");
        Assert.All(Enum.GetNames<UploadState>(), state => Assert.True(words.ContainsKey($"State_{state}"), state));
        Assert.All(Enum.GetNames<UploadFault>(), fault => Assert.All(["Fault", "Reason", "Cure"], kind => Assert.True(words.ContainsKey($"{kind}_{fault}"), fault)));
    }

    [Fact]
    public void Every_state_fault_and_origin_of_a_deletion_has_its_sentences()
    {
        var (words, steps) = (Read(typeof(DeletionWords), ""), Read(typeof(CleanupWords), ""));
        Assert.All(Enum.GetNames<DeletionState>(), state => Assert.True(words.ContainsKey($"State_{state}"), state));
        Assert.All(Enum.GetNames<DeletionFault>(), fault => Assert.All(["Reason", "Cure"], kind => Assert.True(words.ContainsKey($"{kind}_{fault}"), fault)));
        Assert.All(Enum.GetNames<DeletionOrigin>(), origin => Assert.True(words.ContainsKey($"Origin_{origin}") && steps.ContainsKey($"Step_{origin}"), origin));
    }

    [Theory]
    [InlineData(typeof(Words))]
    [InlineData(typeof(CleanupWords))]
    [InlineData(typeof(LibraryWords))]
    [InlineData(typeof(EditingWords))]
    public void Every_word_that_a_page_asks_for_exists(Type kind)
    {
        var words = Read(kind, "");
        var asked = from file in Directory.EnumerateFiles(PortalFolder(), "*.razor", SearchOption.AllDirectories)
                    from Match match in Asked().Matches(File.ReadAllText(file))
                    where match.Groups["words"].Value == kind.Name
                    from key in match.Groups["count"].Success ? new[] { match.Groups["key"].Value + "_one", match.Groups["key"].Value + "_other" } : [match.Groups["key"].Value]
                    where !words.ContainsKey(key)
                    select $"{Path.GetFileName(file)}: {key}";
        Assert.Empty(asked);
    }

    [Fact]
    public void Every_fault_of_a_variant_and_every_word_that_the_board_asks_for_has_its_sentence()
    {
        var words = Read(typeof(VariantWords), "");
        Assert.All(Enum.GetNames<VariantProblem>(), problem => Assert.True(words.ContainsKey($"Fault_{problem}"), problem));
        var said = string.Concat(Directory.EnumerateFiles(Path.Combine(PortalFolder(), "Variants"), "*.*").Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        var asked = Regex.Matches(said, """(?:VariantWords|words)(?<count>\.Count\()?\[?"(?<key>[A-Za-z_]+)"[,\])]""").Select(m => m.Groups["key"].Value + (m.Groups["count"].Success ? "_other" : ""));
        Assert.DoesNotContain(asked, key => !words.ContainsKey(key));
        Assert.DoesNotContain(words.Keys, key => !said.Contains($"\"{Regex.Replace(key, "_(one|other)$", "")}\"") && !Regex.IsMatch(key, "^(Fault|Filter|Paste)_")); // nothing is left over
    }

    [GeneratedRegex("""(?<![A-Za-z])(?<words>(Cleanup|Library|Editing)?Words)(?<count>\.Count\()?\[?"(?<key>[A-Za-z_]+)"[,\])]""")]
    private static partial Regex Asked();

    private static Dictionary<string, string> Read(Type words, string culture) =>
        new ResourceManager(words).GetResourceSet(CultureInfo.GetCultureInfo(culture), true, false)!.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    private static string Places(string text) => string.Join(' ', Regex.Matches(text, @"\{\w+").Select(m => m.Value).Distinct().Order());

    private static string PortalFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../../../MediaAdmin/Portal"));
}
