using System.Globalization;
using System.Resources;
using MediaAdmin.Access;
using MediaAdmin.Portal.Access;

namespace MediaAdmin.Tests.Access;

public sealed class AccessWordsTests
{
    private static readonly ResourceManager Words = new(typeof(AccessWords));

    [Fact]
    public void Every_word_is_there_in_both_languages_with_the_same_places_to_fill()
    {
        var (english, turkish) = (Of(CultureInfo.InvariantCulture), Of(CultureInfo.GetCultureInfo("tr")));
        Assert.Equal(english.Keys.Order(), turkish.Keys.Order());
        Assert.Empty(english.Where(w => w.Value.Contains("{0}", StringComparison.Ordinal) != turkish[w.Key].Contains("{0}", StringComparison.Ordinal)).Select(w => w.Key));
    }

    [Fact]
    public void Every_outcome_and_role_has_its_words()
    {
        var there = Of(CultureInfo.InvariantCulture).Keys;
        Assert.Empty(Enum.GetNames<PasswordChange>().Select(n => $"Password_{n}").Except(there));
        Assert.Empty(Enum.GetNames<Role>().SelectMany(n => new[] { $"Role_{n}", $"RoleMay_{n}" }).Except(there));
    }

    private static Dictionary<string, string> Of(CultureInfo culture)
    {
        var words = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry word in Words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!) words[(string)word.Key] = (string)word.Value!;
        return words;
    }
}
