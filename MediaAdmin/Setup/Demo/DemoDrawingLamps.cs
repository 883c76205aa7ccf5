using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>Lamps, lit.</summary>
internal static class DemoLamps
{
    private static readonly Vector3 Warm = DemoMaterial.Ink("#ffd9a0");

    /// <summary>A turned ceramic foot with a linen shade.</summary>
    public static DemoSolid Table(DemoPalette palette, int style)
    {
        var foot = DemoMaterial.Glazed(palette.Main);
        Vector2[] gourd = style % 2 == 0
            ? [new(0, 0), new(0, 0), new(0.13f, 0), new(0.15f, 0.01f), new(0.24f, 0.12f), new(0.25f, 0.2f), new(0.16f, 0.34f), new(0.07f,
                0.44f), new(0.05f, 0.52f), new(0.045f, 0.55f), new(0, 0.55f)]
            : [new(0, 0), new(0, 0), new(0.17f, 0), new(0.19f, 0.012f), new(0.19f, 0.05f), new(0.13f, 0.1f), new(0.17f, 0.2f), new(0.17f,
                0.27f), new(0.1f, 0.36f), new(0.06f, 0.46f), new(0.045f, 0.54f), new(0, 0.55f)];
        var solid = new DemoSolid().Lathe(foot, 64, gourd).Rod(DemoMaterial.Brass, new(0, 0.53f, 0), new(0, 0.7f, 0), 0.022f, 0.022f);
        solid.Lathe(DemoMaterial.Brass, 8, new(0.05f, 0.548f), new(0.055f, 0.556f), new(0.05f, 0.566f), new(0, 0.567f));
        return Shade(solid, palette.Accent, 0.66f, 0.98f, style % 2 == 0 ? 0.33f : 0.3f, style % 2 == 0 ? 0.2f : 0.26f);
    }

    /// <summary>A lacquered dome over a flared stem, the bulb glowing beneath.</summary>
    public static DemoSolid Mushroom(DemoPalette palette, int style)
    {
        var body = DemoMaterial.Glazed(palette.Main);
        var stem = style % 2 == 0 ? body : DemoMaterial.Brass;
        var solid = new DemoSolid().Lathe(stem, 50, new(0, 0), new(0, 0), new(0.19f, 0), new(0.2f, 0.008f), new(0.195f, 0.022f),
            new(0.11f, 0.05f),
            new(0.065f, 0.12f), new(0.05f, 0.25f), new(0.05f, 0.42f), new(0, 0.43f));
        solid.Lathe(DemoMaterial.Opal, 20, new(0.05f, 0.38f), new(0.12f, 0.4f), new(0.15f, 0.45f), new(0.12f, 0.52f), new(0, 0.55f));
        solid.Lathe(body, 50, new(0.295f, 0.415f), new(0.32f, 0.41f), new(0.33f, 0.42f), new(0.325f, 0.45f), new(0.29f, 0.53f),
            new(0.22f, 0.595f),
            new(0.12f, 0.635f), new(0.04f, 0.648f), new(0, 0.65f));
        solid.Lathe(Glowing("#fff0d6", 0.5f), 24, new(0, 0.63f), new(0.12f, 0.61f), new(0.21f, 0.57f), new(0.28f, 0.5f), new(0.3f,
            0.42f), new(0.295f, 0.415f));
        return solid.Lathe(DemoMaterial.Brass, 12, new(0.03f, 0.645f), new(0.03f, 0.66f), new(0.018f, 0.675f), new(0, 0.68f));
    }

    /// <summary>An opal globe resting on a stone drum or on a ring of brass.</summary>
    public static DemoSolid Globe(DemoPalette palette, int style)
    {
        var drum = DemoMaterial.Satin(palette.Main);
        var solid = new DemoSolid().Lathe(drum, 34, new(0, 0), new(0, 0), new(0.2f, 0), new(0.2f, 0), new(0.208f, 0.008f), new(0.208f,
            0.1f), new(0.2f, 0.108f),
            new(0.2f, 0.108f), new(0.06f, 0.11f), new(0, 0.11f));
        var lift = style % 2 == 0 ? 0f : 0.3f;
        if (lift > 0)
            solid.Rod(DemoMaterial.Brass, new(0, 0.1f, 0), new(0, 0.16f + lift, 0), 0.02f, 0.02f);
        solid.Lathe(DemoMaterial.Brass, 16, new(0.085f, 0.1f + lift), new(0.09f, 0.11f + lift), new(0.09f, 0.15f + lift), new(0.08f,
            0.155f + lift), new(0, 0.156f + lift));
        var (y, r) = (0.335f + lift, 0.2f);
        return solid.Surface(DemoMaterial.Opal, 72, 48, (u, v) => Ball(u, v, r) + new Vector3(0, y, 0),
            (_, v) => Vector3.Lerp(Warm, DemoMaterial.Ink("#fffaf0"), DemoCurve.Smooth(0.1f, 0.75f, v)));
    }

    /// <summary>A spun metal shade hanging from a textile cord.</summary>
    public static DemoSolid Pendant(DemoPalette palette, int style)
    {
        var metal = DemoMaterial.Satin(palette.Main);
        Vector2[] outside = style % 2 == 0
            ? [new(0.4f, 0.5f), new(0.408f, 0.505f), new(0.4f, 0.56f), new(0.34f, 0.68f), new(0.22f, 0.775f), new(0.09f, 0.82f),
                new(0.05f, 0.84f), new(0.045f, 0.9f), new(0.045f, 0.9f), new(0, 0.9f)]
            : [new(0.36f, 0.5f), new(0.368f, 0.505f), new(0.3f, 0.6f), new(0.17f, 0.72f), new(0.12f, 0.82f), new(0.11f, 0.92f), new(0.1f,
                0.96f), new(0.05f, 0.97f), new(0, 0.97f)];
        Vector2[] inside = [.. outside.Reverse().Select(p => new Vector2(p.X * 0.975f, 0.5f + (p.Y - 0.5f) * 0.96f))];
        var solid = new DemoSolid { FramedTop = 1.25f }.Lathe(metal, 56, outside);
        solid.Lathe(Glowing("#ffe9c4", 0.35f), 40, inside);
        solid.Surface(DemoMaterial.Opal, 48, 24, (u, v) => Ball(u, v, 0.12f) + new Vector3(0, 0.57f, 0));
        solid.Lathe(DemoMaterial.Brass, 14, new(0.03f, 0.88f), new(0.034f, 0.89f), new(0.034f, 0.97f), new(0.02f, 0.99f), new(0.012f,
            1.01f));
        return solid.Rod(DemoMaterial.Dark, new(0, 0.98f, 0), new(0, 3.2f, 0), 0.009f, 0.009f);
    }

    private static DemoSolid Shade(DemoSolid solid, string linen, float low, float high, float wide, float narrow)
    {
        var cloth = Glowing(linen, 0.14f);
        var ink = DemoMaterial.Ink(linen);
        Vector3 Lit(float _, float y) => Vector3.Lerp(ink, ink * Warm * 2.3f, 0.75f * MathF.Exp(-MathF.Pow((y - low - 0.12f) / 0.13f, 2)));
        solid.Painted(cloth, 30, Lit, new(wide, low), new(wide, low), new(float.Lerp(wide, narrow, 0.5f), (low + high) / 2), new(narrow,
            high), new(narrow, high));
        solid.Lathe(Glowing(linen, 0.6f), 20, new(narrow * 0.985f, high), new(narrow * 0.985f, high), new(wide * 0.985f, low),
            new(wide * 0.985f, low));
        foreach (var (r, y) in new[] { (wide, low), (narrow, high) })
            solid.Lathe(DemoMaterial.Fabric(linen), 8, new(r - 0.004f, y - 0.006f), new(r + 0.004f, y - 0.006f), new(r + 0.005f,
                y + 0.006f), new(r - 0.004f, y + 0.006f));
        return solid.Surface(DemoMaterial.Opal, 32, 20, (u, v) => Ball(u, v, 0.06f) + new Vector3(0, low + 0.12f, 0));
    }

    private static DemoMaterial Glowing(string hex, float glow) => DemoMaterial.Fabric(hex) with { Glow = glow };

    private static Vector3 Ball(float u, float v, float r)
    {
        var (sin, cos) = MathF.SinCos((v - 0.5f) * MathF.PI);
        return new Vector3(MathF.Sin(u * MathF.Tau) * cos, sin, MathF.Cos(u * MathF.Tau) * cos) * r;
    }
}
