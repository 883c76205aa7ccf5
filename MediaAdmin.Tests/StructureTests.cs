using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MediaAdmin.Tests;

/// <summary>The house of the design: each folder uses only the floors below it, and everything fits on a screen.</summary>
public sealed class StructureTests
{
    // A folder may use the folders named after its colon, and only folders on earlier lines: so there can be no circle.
    private const string Map = """
        Data:
        Live: Data
        Telemetry:
        Imaging:
        Storage: Data Telemetry
        Access: Data Live
        Notices: Data Live Access
        Jobs: Data Live Telemetry Access Notices
        Catalog: Data Live Storage Access
        Describing: Data Live Storage Jobs Access Catalog
        Deletion: Data Live Telemetry Storage Jobs Access Notices Catalog
        Editing: Data Live Access Catalog Deletion
        Uploads: Data Live Storage Imaging Jobs Access Notices Catalog Deletion
        Reconciliation: Data Live Storage Jobs Access Catalog Deletion Uploads
        ImportExport: Data Live Storage Imaging Jobs Access Catalog Describing Deletion Uploads
        Setup: Data Live Storage Imaging Jobs Access Catalog Describing Deletion Uploads Reconciliation
        Portal: Data Live Storage Imaging Jobs Access Notices Catalog Describing Deletion Editing Uploads Reconciliation ImportExport Setup
        """;

    private const int LongestMethod = 40;

    private static readonly string[][] Lines = [.. Map.Split('\n').Select(l => l.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    [Fact]
    public void The_map_itself_has_no_circle() =>
        Assert.All(Lines.Index(), l => Assert.Empty(l.Item.Skip(1).Except(Lines.Take(l.Index).Select(x => x[0]))));

    [Fact]
    public void Every_folder_is_on_the_map() =>
        Assert.Empty(Directory.GetDirectories(Under("MediaAdmin")).Select(Path.GetFileName).Except([.. Lines.Select(l => l[0]), "bin", "obj", "Properties", "wwwroot"]));

    [Fact]
    public void Folders_use_only_the_folders_below_them()
    {
        var names = string.Join('|', Lines.Select(l => l[0]));
        var use = new Regex($@"\bMediaAdmin\.({names})\b|(?<![\w.])({names})\.[A-Z]");
        var wrong = from line in Lines
                    from file in Sources(Path.Combine("MediaAdmin", line[0]), ".cs", ".razor")
                    from match in use.Matches(Code(file))
                    let other = match.Groups[1].Value + match.Groups[2].Value
                    where !line.Contains(other)
                    select $"{Short(file)} uses {other}: {match.Value}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("MediaAdmin", ".cs", 250)]
    [InlineData("MediaAdmin", ".razor", 130)]
    [InlineData("MediaAdmin", ".razor.css", 150)]
    [InlineData("MediaAdmin.Tests", ".cs", 300)]
    public void Files_are_short(string project, string ending, int limit) =>
        Assert.Empty(from file in Sources(project, ending)
                     let lines = File.ReadLines(file).Count()
                     where lines > limit
                     select $"{Short(file)} has {lines} lines; at most {limit}");

    [Fact]
    public void Methods_are_short() =>
        Assert.Empty(from project in (string[])["MediaAdmin", "MediaAdmin.Tests"]
                     from file in Sources(project, ".cs", ".razor")
                     from method in Methods(File.ReadAllLines(file))
                     where method.Length > LongestMethod
                     select $"{Short(file)}:{method.Line} has a method of {method.Length} lines; at most {LongestMethod}");

    /// <summary>From a line that ends a member's head to the brace that closes it at the same depth; the formatter keeps the braces in their columns.</summary>
    private static IEnumerable<(int Line, int Length)> Methods(string[] lines)
    {
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            var indent = lines[i + 1].Length - lines[i + 1].TrimStart().Length;
            if (lines[i + 1].Trim() != "{" || indent is 0 or > 8 || !Regex.IsMatch(lines[i], @"\)(\s+where .*)?$") || Regex.IsMatch(lines[i], @"\b(class|record|struct|interface)\b")) continue;
            var end = Array.FindIndex(lines, i + 2, l => l.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
            yield return (i + 1, end - i + 1);
        }
    }

    private static IEnumerable<string> Sources(string folder, params string[] endings) =>
        from file in Directory.Exists(Under(folder)) ? Directory.EnumerateFiles(Under(folder), "*", SearchOption.AllDirectories) : []
        where endings.Any(e => file.EndsWith(e, StringComparison.Ordinal)) && !Regex.IsMatch(Short(file), @"/(bin|obj|Migrations)/")
        select file;

    /// <summary>The source without its comments, which may speak of any folder.</summary>
    private static string Code(string file) => Regex.Replace(File.ReadAllText(file), "^\\s*//.*$|\"[^\"\\n]*\"", "", RegexOptions.Multiline);

    private static string Short(string file) => Path.GetRelativePath(Under("."), file).Replace('\\', '/');

    private static string Under(string folder, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "../..", folder));
}
