using System.Globalization;
using System.Text.RegularExpressions;

namespace MediaAdmin.Uploads.Planning;

/// <summary>One way to understand a file's path. No variant is the product itself; no place is the end of its gallery.</summary>
public sealed record FileReading(string Sku, string Variant = "", int? Place = null, string Client = "");

/// <summary>
/// How names of files speak of products, such as <c>{sku}_{variant}_{n}</c> or <c>{client}/{sku}/{n}</c>: <c>{n}</c> is the place, <c>*</c> anything.
/// A dash, underscore, dot, space or parenthesis stands for any run of these; a slash is a folder, and folders above the pattern's own do not matter.
/// SKUs hold dashes too, so one name may have several readings; which of them is meant, only the catalogue knows.
/// </summary>
public sealed partial class PlanPattern
{
    public const int MaxLength = 200;
    private const string Breaks = "-_. ()";
    private const int MostReadings = 64;

    /// <summary>What is tried for everybody, in this order.</summary>
    public static readonly IReadOnlyList<PlanPattern> BuiltIn =
        [.. ((string[])["{sku}_{variant}_{n}", "{sku}_{n}", "{sku}_{variant}", "{sku}", "{sku}/{variant}/{n}", "{sku}/{variant}_{n}", "{sku}/{variant}", "{sku}/{n}", "{sku}/{variant}/*", "{sku}/*"]).Select(t => Parse(t)!)];

    private readonly string[] _tokens;
    private readonly int _folders;

    private PlanPattern(string text, string[] tokens) => (Text, _tokens, _folders) = (text, tokens, tokens.Count(t => t == "/"));

    public string Text { get; }

    public bool HasFolders => _folders > 0;

    /// <summary>Null when it is no pattern: <c>{sku}</c> once, <c>{client}</c>, <c>{variant}</c> and <c>{n}</c> at most once, something between any two, no other braces.</summary>
    public static PlanPattern? Parse(string text)
    {
        text = text.Trim().Trim('/');
        if (text.Length is 0 or > MaxLength) return null;
        var tokens = Token().Matches(text).Select(m => m.Value).ToArray();
        var fields = tokens.Where(IsField).ToList();
        var isWhole = tokens.Sum(t => t.Length) == text.Length && fields.Contains("{sku}") && fields.Distinct().Count() == fields.Count;
        return isWhole && !tokens.Zip(tokens.Skip(1)).Any(t => IsOpen(t.First) && IsOpen(t.Second)) ? new(text, tokens) : null;
    }

    /// <summary>The ways to read this path, longer SKUs first; none when it does not fit. The ending of the file's name does not count.</summary>
    public IEnumerable<FileReading> Read(string path)
    {
        var parts = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length <= _folders) return [];
        parts[^1] = Path.GetFileNameWithoutExtension(parts[^1]);
        return Read(0, string.Join('/', parts[^(_folders + 1)..].Select(p => p.Trim(Breaks.ToCharArray()))), 0, new("")).Take(MostReadings);
    }

    private IEnumerable<FileReading> Read(int token, string text, int at, FileReading soFar)
    {
        if (token == _tokens.Length) return at == text.Length ? [soFar] : [];
        var word = _tokens[token];
        return Ends(word, text, at).SelectMany(end => Read(token + 1, text, end, With(soFar, word, text[at..end])));
    }

    /// <summary>Where what this token stands for may end, the longest first.</summary>
    private static IEnumerable<int> Ends(string token, string text, int at)
    {
        var folderEnd = text.IndexOf('/', at) is >= 0 and var slash ? slash : text.Length;
        switch (token)
        {
            case "*":
                return Enumerable.Range(at, folderEnd - at + 1).Reverse();
            case "{n}":
                var digits = text[at..folderEnd].TakeWhile(char.IsAsciiDigit).Count();
                return digits is > 0 and < 6 ? [at + digits] : [];
            case var _ when IsField(token):
                return Enumerable.Range(at + 1, folderEnd - at).Reverse().Where(end => end == folderEnd || Breaks.Contains(text[end])).Where(end => end <= folderEnd && !Breaks.Contains(text[end - 1]));
            case var _ when Breaks.Contains(token[0]):
                var run = text[at..folderEnd].TakeWhile(Breaks.Contains).Count();
                return run > 0 ? [at + run] : [];
            default:
                return string.Compare(text, at, token, 0, token.Length, StringComparison.OrdinalIgnoreCase) == 0 ? [at + token.Length] : [];
        }
    }

    private static FileReading With(FileReading reading, string token, string text) => token switch
    {
        "{sku}" => reading with { Sku = text },
        "{variant}" => reading with { Variant = text },
        "{client}" => reading with { Client = text },
        "{n}" => reading with { Place = int.Parse(text, CultureInfo.InvariantCulture) },
        _ => reading,
    };

    private static bool IsField(string token) => token[0] == '{';

    private static bool IsOpen(string token) => IsField(token) || token == "*";

    [GeneratedRegex(@"\{(?:sku|variant|n|client)\}|\*|/|[-_. ()]+|[^-_. ()/{}*]+")]
    private static partial Regex Token();
}
