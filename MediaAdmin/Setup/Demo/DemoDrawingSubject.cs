using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>A kind of product that can be drawn, with the way it likes to be photographed.</summary>
internal sealed record DemoSubject(string Name, string NameTr, Func<DemoPalette, int, DemoSolid> Build)
{
    /// <summary>How far it is turned to its left in its main picture, and in the other view.</summary>
    public float Turn { get; init; }

    public float OtherTurn { get; init; } = 0.7f;

    public float Pitch { get; init; } = 13;

    /// <summary>What a close-up looks at, as a place in the outline.</summary>
    public Vector2 Detail { get; init; } = new(0.5f, 0.3f);

    /// <summary>It hangs on the wall.</summary>
    public bool OnWall { get; init; }

    /// <summary>It hangs from the ceiling.</summary>
    public bool FromCeiling { get; init; }

    /// <summary>Small enough to be shown on a plinth.</summary>
    public bool Small { get; init; } = true;

    public IReadOnlyList<string> Sizes { get; init; } = [];

    public static IReadOnlyList<DemoSubject> Lighting { get; } =
    [
        new("table lamp", "masa lambası", DemoLamps.Table) { Detail = new(0.5f, 0.55f) },
        new("dining chair", "yemek sandalyesi", DemoFurniture.Chair) { Turn = -0.6f, OtherTurn = 0.45f, Small = false, Detail = new(0.5f,
            0.28f) },
        new("mushroom lamp", "mantar lamba", DemoLamps.Mushroom) { Pitch = 8, Detail = new(0.45f, 0.25f) },
        new("side table", "sehpa", DemoFurniture.SideTable) { Small = false, OtherTurn = 0.5f, Pitch = 17, Detail = new(0.4f, 0.12f) },
        new("wall clock", "duvar saati", DemoFurniture.Clock) { OnWall = true, Pitch = 3, OtherTurn = 0, Detail = new(0.62f, 0.4f) },
        new("globe lamp", "küre lamba", DemoLamps.Globe) { Detail = new(0.5f, 0.75f) },
        new("bar stool", "bar taburesi", DemoFurniture.Stool) { Small = false, Detail = new(0.5f, 0.15f) },
        new("pendant lamp", "sarkıt lamba", DemoLamps.Pendant) { FromCeiling = true, Pitch = -7, Detail = new(0.4f, 0.6f) },
    ];

    public static IReadOnlyList<DemoSubject> Ceramics { get; } =
    [
        new("vase", "vazo", DemoCeramics.Vase) { Detail = new(0.5f, 0.25f) },
        new("mug", "kupa", DemoCeramics.Mug) { Turn = 0.5f, OtherTurn = -0.5f, Pitch = 20, Detail = new(0.6f, 0.3f) },
        new("serving bowl", "servis kâsesi", DemoCeramics.Bowl) { Pitch = 22, Detail = new(0.35f, 0.3f) },
        new("carafe", "sürahi", DemoCeramics.Carafe) { Detail = new(0.5f, 0.2f) },
        new("teapot", "çaydanlık", DemoCeramics.Teapot) { Turn = 0.3f, OtherTurn = -0.6f, Pitch = 15, Detail = new(0.55f, 0.55f) },
        new("dinner set", "yemek takımı", DemoCeramics.Plates) { Pitch = 22, Detail = new(0.4f, 0.45f) },
    ];

    public static IReadOnlyList<DemoSubject> Wear { get; } =
    [
        new("tote bag", "omuz çantası", DemoBags.Tote) { Turn = 0.35f, OtherTurn = -0.5f, Detail = new(0.45f, 0.5f) },
        new("sneaker", "spor ayakkabı", DemoWear.Sneaker) { Turn = -0.4f, OtherTurn = -1f, Pitch = 16, Detail = new(0.6f, 0.4f),
            Sizes = ["38", "40", "42"] },
        new("cushion", "kırlent", DemoBags.Cushion) { Turn = 0.25f, OtherTurn = -0.5f, Pitch = 9, Detail = new(0.7f, 0.3f),
            Sizes = ["45 cm", "60 cm"] },
        new("watch", "kol saati", DemoWear.Watch) { Turn = 0.4f, OtherTurn = -0.5f, Detail = new(0.6f, 0.45f) },
        new("backpack", "sırt çantası", DemoBags.Backpack) { Turn = 0.45f, OtherTurn = -0.4f, Detail = new(0.55f, 0.5f) },
    ];
}
