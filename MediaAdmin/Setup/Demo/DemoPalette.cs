namespace MediaAdmin.Setup.Demo;

/// <summary>The colours of one product variant, as <c>#rrggbb</c>: the body, a second colour that suits it, and a set to photograph it in.</summary>
public sealed record DemoPalette(string Code, string Name, string NameTr, string Main, string Accent, string Wall, string Floor)
{
    /// <summary>The colours that the demo products come in, ordered so that neighbours differ well.</summary>
    public static IReadOnlyList<DemoPalette> All { get; } =
    [
        new("TER", "Terracotta", "Kiremit", "#ad6048", "#ecd9c4", "#d9b8a0", "#e6cfbb"),
        new("SAG", "Sage", "Adaçayı", "#929d84", "#efe8d8", "#c3cbb6", "#d8dccb"),
        new("IVO", "Ivory", "Fildişi", "#ece3d2", "#b98a58", "#c9ab8c", "#dcc6ac"),
        new("INK", "Ink blue", "Lacivert", "#34455b", "#d8b98c", "#a9b8c6", "#c3ced6"),
        new("OCH", "Ochre", "Hardal", "#c8963f", "#f2e6cd", "#e3c78e", "#ecd9b0"),
        new("PET", "Petrol", "Petrol", "#37625f", "#e6d7bf", "#a6c0bb", "#c2d3cd"),
        new("BLU", "Blush", "Pudra", "#d2a899", "#f4e7dc", "#e2c3b7", "#ecd6cb"),
        new("GRA", "Graphite", "Grafit", "#3f4042", "#c9b79c", "#b7b3ab", "#cdc9c0"),
        new("OLI", "Olive", "Zeytin", "#6f7042", "#e9dfc3", "#c2bf98", "#d6d3b4"),
        new("PLU", "Plum", "Mürdüm", "#6b3f4b", "#ead2c6", "#c9a6a8", "#dcc3c0"),
        new("SKY", "Sky", "Gök", "#9bb2be", "#f3ece0", "#c2d3da", "#d8e2e4"),
        new("CHE", "Chestnut", "Kestane", "#7a4a30", "#e9d8bd", "#ccae90", "#dfc8ae"),
    ];
}
