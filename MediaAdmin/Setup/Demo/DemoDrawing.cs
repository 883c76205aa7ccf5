using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>How a product is photographed.</summary>
internal enum DemoView
{
    Front,
    Turned,
    Detail,
    Group,
    Plinth,
    Room,
}

/// <summary>Arranges a product, or a group of its variants, in a set for a view and has it photographed as SVG text.</summary>
internal static class DemoDrawing
{
    /// <summary>The picture of <paramref name="subject"/>; a group shows it in three of the palettes, the other views in the first.</summary>
    public static string Draw(DemoSubject subject, int style, DemoView view, IReadOnlyList<DemoPalette> palettes, bool square)
    {
        var palette = palettes[0];
        var (width, height) = view == DemoView.Group ? (1800, 1200) : square || view == DemoView.Detail ? (1600, 1600) : (1280, 1600);
        var place = new DemoBox(0.5f, 0.54f, 0.68f, 0.66f);
        var plain = new DemoShot(width, height, place, subject.Pitch, "#e9e6e0", "#eeebe6") { Hung = subject.OnWall };
        var pale = plain with { Wall = Mixed(palette.Wall, "#ffffff", 0.6f), Floor = Mixed(palette.Floor, "#ffffff", 0.6f) };
        var toned = plain with { Wall = palette.Wall, Floor = palette.Floor };
        var single = Turned(subject.Build(palette, style), view == DemoView.Turned ? subject.OtherTurn : subject.Turn);
        var (body, shot) = view switch
        {
            DemoView.Turned => (single, pale with { Pitch = subject.Pitch * 1.25f }),
            DemoView.Detail => (single, plain with { Zoom = 2.1f, Focus = subject.Detail, Box = place with { Y = 0.5f } }),
            DemoView.Group => (Group(subject, style, palettes), plain with { Box = new(0.5f, 0.55f, 0.86f, 0.66f) }),
            DemoView.Plinth when subject.OnWall || subject.FromCeiling => (single, toned),
            DemoView.Plinth => (OnPlinth(subject, single, palette), toned with { Box = new(0.5f, 0.55f, 0.74f, 0.7f) }),
            DemoView.Room => (single, toned with { Window = true, Box = new(0.46f, 0.55f, 0.6f, 0.58f), Pitch = subject.Pitch * 0.8f }),
            _ => (single, plain),
        };
        return DemoStudio.Photograph(body, shot);
    }

    private static DemoSolid Group(DemoSubject subject, int style, IReadOnlyList<DemoPalette> palettes)
    {
        var bodies = palettes.Take(3).Select(p => Turned(subject.Build(p, style), subject.Turn)).ToArray();
        var group = new DemoSolid { FramedTop = bodies[0].FramedTop };
        var wide = Spread(bodies[0]) * (subject.FromCeiling || subject.OnWall ? 1.15f : 0.98f);
        for (var i = 0; i < bodies.Length; i++)
        {
            var place = i - (bodies.Length - 1) / 2f;
            var back = subject.OnWall || subject.FromCeiling ? 0 : wide * (0.16f - 0.3f * MathF.Abs(place) + 0.08f * place);
            var height = subject.FromCeiling ? 0.12f * (i % 2) : 0;
            group.Add(bodies[i], Matrix4x4.CreateTranslation(place * wide, height, back));
        }
        return group;
    }

    /// <summary>A round plinth with a slab behind it, both in the colour of the set; furniture stands on a low disc.</summary>
    private static DemoSolid OnPlinth(DemoSubject subject, DemoSolid body, DemoPalette palette)
    {
        var stone = DemoMaterial.Matte(Mixed(palette.Floor, palette.Wall, 0.3f));
        var deep = DemoMaterial.Matte(Mixed(palette.Wall, palette.Main, 0.22f));
        var r = Spread(body) * 0.62f;
        var height = subject.Small ? r * 0.42f : r * 0.1f;
        var stage = new DemoSolid();
        stage.Lathe(stone, 30, new(0, 0), new(r - 0.006f, 0), new(r, 0.006f), new(r, 0.006f), new(r, height - 0.01f), new(r,
            height - 0.01f), new(r - 0.004f, height - 0.002f),
            new(r - 0.012f, height), new(r - 0.012f, height), new(r * 0.66f, height), new(r * 0.33f, height), new(0, height));
        var tall = body.Facets.Max(f => f.Centre.Y);
        stage.Box(deep, new(r * 0.75f, tall * 0.36f, -r * 1.45f), new(r * 0.62f, tall * 0.36f, r * 0.2f), 0.012f);
        stage.Surface(stone, 60, 36, (u, v) => Ball(u, v, r * 0.2f) + new Vector3(-r * 1.12f, r * 0.2f, r * 0.35f));
        return stage.Add(body, Matrix4x4.CreateTranslation(0, height, 0), lift: r * 0.9f);
    }

    private static Vector3 Ball(float u, float v, float r)
    {
        var (sin, cos) = MathF.SinCos((v - 0.5f) * MathF.PI);
        return new Vector3(MathF.Sin(u * MathF.Tau) * cos, sin, MathF.Cos(u * MathF.Tau) * cos) * r;
    }

    private static DemoSolid Turned(DemoSolid body, float turn) =>
        new DemoSolid { FramedTop = body.FramedTop }.Add(body, Matrix4x4.CreateRotationY(turn));

    private static float Spread(DemoSolid body) =>
        Math.Max(body.Facets.Max(f => f.Centre.X) - body.Facets.Min(f => f.Centre.X),
            0.8f * (body.Facets.Max(f => f.Centre.Z) - body.Facets.Min(f => f.Centre.Z)));

    private static string Mixed(string hex, string other, float share) =>
        DemoMaterial.Hex(Vector3.Lerp(DemoMaterial.Ink(hex), DemoMaterial.Ink(other), share));
}
