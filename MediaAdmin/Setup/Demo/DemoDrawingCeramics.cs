using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>Turned and glazed pieces for the table.</summary>
internal static class DemoCeramics
{
    private static readonly Vector2[][] Vases =
    [
        [new(0.15f, 0), new(0.17f, 0.01f), new(0.26f, 0.16f), new(0.31f, 0.34f), new(0.28f, 0.5f), new(0.16f, 0.62f), new(0.09f, 0.7f),
            new(0.085f, 0.8f), new(0.13f, 0.88f)],
        [new(0.17f, 0), new(0.19f, 0.01f), new(0.2f, 0.2f), new(0.23f, 0.45f), new(0.25f, 0.62f), new(0.21f, 0.74f), new(0.13f, 0.78f),
            new(0.125f, 0.82f), new(0.15f, 0.86f)],
        [new(0.12f, 0), new(0.15f, 0.01f), new(0.3f, 0.1f), new(0.36f, 0.22f), new(0.3f, 0.35f), new(0.13f, 0.43f), new(0.075f, 0.52f),
            new(0.065f, 0.72f), new(0.09f, 0.8f)],
        [new(0.13f, 0), new(0.15f, 0.01f), new(0.23f, 0.1f), new(0.24f, 0.2f), new(0.15f, 0.3f), new(0.2f, 0.4f), new(0.21f, 0.48f),
            new(0.13f, 0.58f), new(0.1f, 0.66f), new(0.17f, 0.8f)],
    ];

    public static DemoSolid Vase(DemoPalette palette, int style)
    {
        var outside = Vases[style % Vases.Length];
        var dipped = style / Vases.Length % 2 == 0;
        return Hollow(dipped ? DemoMaterial.Glazed(palette.Main) : DemoMaterial.Matte(palette.Main), outside, 0.02f,
            dipped ? 0.0f : 0.3f, palette);
    }

    public static DemoSolid Mug(DemoPalette palette, int style)
    {
        Vector2[] cup = style % 2 == 0
            ? [new(0.2f, 0), new(0.215f, 0.008f), new(0.25f, 0.05f), new(0.262f, 0.2f), new(0.262f, 0.36f), new(0.262f, 0.52f)]
            : [new(0.15f, 0), new(0.165f, 0.01f), new(0.23f, 0.1f), new(0.28f, 0.22f), new(0.285f, 0.32f), new(0.26f, 0.44f)];
        var glaze = DemoMaterial.Glazed(palette.Main);
        var solid = Hollow(glaze, cup, 0.022f, style % 2 == 0 ? 0.17f : 0, palette);
        var top = cup[^1].Y;
        var coffee = DemoMaterial.Glazed("#3a2114");
        solid.Lathe(coffee, 6, new(cup[^1].X * 0.98f, top * 0.82f), new(0.1f, top * 0.82f), new(0, top * 0.82f));
        Vector3[] grip = [new(0.235f, top * 0.82f, 0), new(0.36f, top * 0.86f, 0), new(0.435f, top * 0.66f, 0), new(0.42f, top * 0.4f,
            0), new(0.33f, top * 0.22f, 0), new(0.225f, top * 0.24f, 0)];
        return solid.Tube(glaze, _ => 0.036f, 60, grip, flat: 0.72f);
    }

    public static DemoSolid Bowl(DemoPalette palette, int style)
    {
        Vector2[] bowl = style % 2 == 0
            ? [new(0.16f, 0), new(0.17f, 0), new(0.17f, 0.035f), new(0.24f, 0.06f), new(0.38f, 0.16f), new(0.45f, 0.29f), new(0.47f, 0.36f)]
            : [new(0.2f, 0), new(0.22f, 0.005f), new(0.34f, 0.04f), new(0.44f, 0.1f), new(0.5f, 0.19f), new(0.52f, 0.24f)];
        return Hollow(DemoMaterial.Glazed(palette.Main), bowl, 0.022f, 0, palette, lining: palette.Accent);
    }

    /// <summary>Plates in two sizes and a bowl, stacked.</summary>
    public static DemoSolid Plates(DemoPalette palette, int style)
    {
        var solid = new DemoSolid();
        var y = 0f;
        for (var i = 0; i < 4; i++)
        {
            var (r, colour) = (i < 2 ? 0.5f : 0.39f, (i + style) % 2 == 0 ? palette.Main : palette.Accent);
            Vector2[] plate = [new(r * 0.6f, 0), new(r * 0.62f, 0.003f), new(r * 0.78f, 0.02f), new(r * 0.95f, 0.05f), new(r, 0.075f)];
            solid.Add(Hollow(DemoMaterial.Glazed(colour), plate, 0.016f, 0, palette, detail: 20), Matrix4x4.CreateTranslation(0, y, 0));
            y += 0.036f;
        }
        Vector2[] top = [new(0.11f, 0), new(0.12f, 0.02f), new(0.2f, 0.05f), new(0.26f, 0.13f), new(0.275f, 0.2f)];
        return solid.Add(Hollow(DemoMaterial.Glazed(palette.Main), top, 0.016f, 0, palette, palette.Accent, 32),
            Matrix4x4.CreateTranslation(0, y, 0));
    }

    public static DemoSolid Carafe(DemoPalette palette, int style)
    {
        Vector2[] body = style % 2 == 0
            ? [new(0.17f, 0), new(0.19f, 0.012f), new(0.2f, 0.1f), new(0.2f, 0.36f), new(0.17f, 0.5f), new(0.095f, 0.6f), new(0.075f,
                0.7f), new(0.08f, 0.8f)]
            : [new(0.19f, 0), new(0.22f, 0.015f), new(0.235f, 0.1f), new(0.2f, 0.28f), new(0.13f, 0.48f), new(0.085f, 0.62f), new(0.075f,
                0.72f), new(0.095f, 0.8f)];
        var solid = Hollow(DemoMaterial.Satin(palette.Main), body, 0.018f, style % 2 == 0 ? 0.12f : 0, palette);
        var neck = body[^1].X - 0.012f;
        return solid.Lathe(DemoMaterial.Oak, 24, new(neck * 0.9f, 0.74f), new(neck, 0.8f), new(neck + 0.012f, 0.83f), new(neck + 0.02f,
            0.9f), new(neck + 0.006f, 0.915f), new(0, 0.92f));
    }

    public static DemoSolid Teapot(DemoPalette palette, int style)
    {
        var glaze = style % 2 == 0 ? DemoMaterial.Glazed(palette.Main) : DemoMaterial.Satin(palette.Main);
        var solid = new DemoSolid().Lathe(glaze, 64, new(0, 0), new(0, 0), new(0.2f, 0), new(0.215f, 0.012f), new(0.33f, 0.12f),
            new(0.36f, 0.25f), new(0.3f, 0.38f),
            new(0.17f, 0.45f), new(0.15f, 0.455f), new(0.15f, 0.455f), new(0, 0.456f));
        solid.Lathe(glaze, 24, new(0.165f, 0.452f), new(0.17f, 0.458f), new(0.14f, 0.482f), new(0.07f, 0.5f), new(0.03f, 0.505f), new(0,
            0.506f));
        solid.Lathe(DemoMaterial.Oak, 20, new(0.022f, 0.5f), new(0.022f, 0.515f), new(0.045f, 0.54f), new(0.045f, 0.565f), new(0.02f,
            0.58f), new(0, 0.582f));
        solid.Tube(glaze, t => float.Lerp(0.095f, 0.036f, MathF.Sqrt(t)), 60, [new(-0.28f, 0.17f, 0), new(-0.42f, 0.22f, 0), new(-0.5f,
            0.34f, 0), new(-0.585f, 0.44f, 0)]);
        Vector3[] arch = [new(0.25f, 0.42f, 0), new(0.29f, 0.56f, 0), new(0.2f, 0.74f, 0), new(0, 0.81f, 0), new(-0.2f, 0.74f, 0),
            new(-0.29f, 0.56f, 0), new(-0.25f, 0.42f, 0)];
        return solid.Tube(style % 2 == 0 ? DemoMaterial.Oak : DemoMaterial.Brass, _ => 0.021f, 70, arch, flat: 0.9f);
    }

    // A wall of even thickness: up the outside, over a round lip, down the inside. Below "raw" the clay is left unglazed.
    private static DemoSolid Hollow(DemoMaterial glaze, Vector2[] outside, float wall, float raw, DemoPalette palette,
        string? lining = null, int detail = 72)
    {
        var lip = outside[^1];
        Vector2[] lipped = [new(0, 0), new(0, 0), .. outside, lip + new Vector2(-0.1f * wall, 0.4f * wall),
            lip + new Vector2(-wall * 0.5f, 0.55f * wall)];
        Vector2[] inside = [lip + new Vector2(-wall * 0.5f, 0.55f * wall), lip + new Vector2(-wall * 0.9f, 0.3f * wall),
            .. outside.Reverse().Skip(1).Select(p => new Vector2(Math.Max(p.X - wall, 0.01f), Math.Max(p.Y, wall))), new(0, wall)];
        var (clay, colour) = (DemoMaterial.Ink(palette.Accent) * 0.92f, glaze.Colour);
        var solid = new DemoSolid();
        if (raw > 0)
        {
            var bare = glaze with { Gloss = glaze.Gloss * 0.6f };
            solid.Painted(bare, detail + 6, (_, y) => y < raw ? clay : colour, lipped);
        }
        else
            solid.Painted(glaze, detail, (_, y) => colour * (1 + 0.08f * DemoCurve.Smooth(lip.Y * 0.9f, lip.Y, y)), lipped);
        return solid.Lathe(lining is null ? glaze : DemoMaterial.Glazed(lining), detail * 2 / 3, inside);
    }
}
