using System.Text.Json;

namespace MediaAdmin.Catalog;

/// <summary>A value that an address names by a word, such as <c>sort=newest</c>: the framework reads such words by the letter, capitals included.</summary>
public static class NamedValue
{
    /// <summary>Nothing named is null; a word that names nothing is a fault that lists the words there are.</summary>
    public static FieldFault? Read<T>(string field, string word, out T? value) where T : struct, Enum
    {
        var known = Enum.TryParse<T>(word, ignoreCase: true, out var read) && Enum.IsDefined(read) && !char.IsAsciiDigit(word[0]);
        value = known ? read : null;
        return known || word.Length == 0 ? null : new(field, $"Give one of: {Choices<T>()}.");
    }

    /// <summary>The words there are, as the answers write them.</summary>
    public static string Choices<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
}
