using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>Wooden and upholstered furniture.</summary>
internal static class DemoFurniture
{
    /// <summary>A dining chair: splayed legs, padded seat, and a backrest bent from one piece.</summary>
    public static DemoSolid Chair(DemoPalette palette, int style)
    {
        var wood = style % 2 == 0 ? DemoMaterial.Oak : DemoMaterial.Walnut;
        var cloth = DemoMaterial.Fabric(palette.Main);
        var solid = new DemoSolid();
        foreach (var x in new[] { -1f, 1f })
        {
            solid.Rod(wood, new(x * 0.185f, 0.44f, 0.17f), new(x * 0.235f, 0, 0.235f), 0.023f, 0.014f);
            solid.Tube(wood, t => float.Lerp(0.014f, 0.019f, MathF.Sin(t * MathF.PI)), 60, [new(x * 0.235f, 0, -0.27f), new(x * 0.2f,
                0.43f, -0.2f), new(x * 0.215f, 0.62f, -0.235f), new(x * 0.225f, 0.8f, -0.275f)]);
            solid.Rod(wood, new(x * 0.19f, 0.4f, 0.17f), new(x * 0.19f, 0.4f, -0.2f), 0.015f, 0.015f);
        }
        solid.Rod(wood, new(-0.19f, 0.4f, 0.17f), new(0.19f, 0.4f, 0.17f), 0.015f, 0.015f);
        solid.Box(cloth, new(0, 0.452f, -0.005f), new(0.235f, 0.038f, 0.228f), 0.036f, cells: 20,
            shape: p => new(p.X * (1 + 0.28f * (p.Z + 0.1f)), p.Y + 0.05f * p.X * p.X / 0.055f * 0.25f - 0.012f * MathF.Cos(p.Z * 5), p.Z));
        var back = style / 2 % 2 == 0 ? cloth : wood;
        return solid.Box(back, new(0, 0.745f, -0.24f), new(0.27f, style / 2 % 2 == 0 ? 0.105f : 0.07f, 0.024f), 0.023f, cells: 22,
            shape: p => new(p.X, p.Y - 0.25f * p.X * p.X, p.Z - 0.17f * p.Y + 1.5f * p.X * p.X - 0.05f));
    }

    public static DemoSolid Stool(DemoPalette palette, int style)
    {
        var wood = style % 2 == 0 ? DemoMaterial.Oak : DemoMaterial.Walnut;
        var solid = new DemoSolid();
        for (var i = 0; i < 4; i++)
        {
            var (sin, cos) = MathF.SinCos(i * MathF.PI / 2 + 0.6f);
            solid.Rod(wood, new(sin * 0.15f, 0.58f, cos * 0.15f), new(sin * 0.24f, 0, cos * 0.24f), 0.026f, 0.017f);
        }
        Vector3[] ring = [.. Enumerable.Range(0, 33).Select(i => new Vector3(MathF.Sin(i * MathF.Tau / 32) * 0.208f, 0.2f,
            MathF.Cos(i * MathF.Tau / 32) * 0.208f))];
        solid.Tube(style % 2 == 0 ? wood : DemoMaterial.Brass, _ => 0.011f, 96, ring, across: Vector3.UnitY);
        solid.Lathe(wood, 12, new(0, 0.56f), new(0.2f, 0.56f), new(0.215f, 0.565f), new(0.22f, 0.585f), new(0.21f, 0.59f), new(0, 0.59f));
        return solid.Lathe(DemoMaterial.Fabric(palette.Main), 44, new(0.19f, 0.588f), new(0.222f, 0.592f), new(0.243f, 0.62f),
            new(0.235f, 0.655f), new(0.19f, 0.672f), new(0.1f, 0.678f), new(0, 0.68f));
    }

    /// <summary>A side table: a tulip foot, a tray on three legs, or a drum with a wooden top.</summary>
    public static DemoSolid SideTable(DemoPalette palette, int style)
    {
        var body = DemoMaterial.Satin(palette.Main);
        var solid = new DemoSolid();
        if (style % 3 == 0)
            solid.Lathe(body, 60, new(0, 0), new(0, 0), new(0.2f, 0), new(0.215f, 0.006f), new(0.2f, 0.02f), new(0.08f, 0.05f),
                new(0.035f, 0.14f), new(0.03f, 0.3f), new(0.05f, 0.43f), new(0.12f, 0.478f), new(0, 0.48f));
        else if (style % 3 == 1)
            for (var i = 0; i < 3; i++)
            {
                var (sin, cos) = MathF.SinCos(i * MathF.Tau / 3 + 0.5f);
                solid.Rod(DemoMaterial.Oak, new(sin * 0.17f, 0.485f, cos * 0.17f), new(sin * 0.26f, 0, cos * 0.26f), 0.024f, 0.015f);
            }
        else
            solid.Surface(body, 144, 30, (u, v) =>
            {
                var r = 0.2f + 0.008f * MathF.Abs(MathF.Sin(u * MathF.PI * 36)) + 0.02f * MathF.Cos(v * MathF.PI);
                return new Vector3(MathF.Sin(u * MathF.Tau) * r, v * 0.48f, MathF.Cos(u * MathF.Tau) * r);
            });
        var top = style % 3 == 1 ? body : style % 3 == 0 ? DemoMaterial.Satin(palette.Accent) : DemoMaterial.Oak;
        var slab = new DemoSolid().Lathe(top, 44, new(0, 0.478f), new(0.27f, 0.478f), new(0.285f, 0.481f), new(0.29f, 0.49f), new(0.285f,
            0.5f), new(0.275f, 0.503f), new(0.275f, 0.503f), new(0.14f, 0.503f), new(0, 0.503f));
        solid.Add(slab, Matrix4x4.Identity, lift: 0.3f);
        if (style % 3 == 1)
            solid.Lathe(body, 20, new(0.288f, 0.485f), new(0.292f, 0.49f), new(0.297f, 0.53f), new(0.293f, 0.536f), new(0.287f, 0.53f),
                new(0.275f, 0.5f));
        return solid;
    }

    /// <summary>A wall clock without numerals; it faces the camera and hangs.</summary>
    public static DemoSolid Clock(DemoPalette palette, int style)
    {
        var rim = style % 2 == 0 ? DemoMaterial.Oak : DemoMaterial.Brass;
        var face = new DemoSolid().Lathe(rim, 26, new(0.47f, -0.06f), new(0.5f, -0.05f), new(0.505f, 0.02f), new(0.495f, 0.04f),
            new(0.478f, 0.038f), new(0.472f, 0.0f));
        face.Lathe(DemoMaterial.Matte(palette.Main), 40, new(0.474f, 0), new(0.3f, 0.002f), new(0, 0.002f));
        var solid = new DemoSolid().Add(face, Matrix4x4.CreateRotationX(MathF.PI / 2));
        var mark = DemoMaterial.Matte(palette.Accent);
        for (var hour = 0; hour < 12; hour++)
            Bar(solid, mark, hour / 12f, 0.36f, 0.43f, hour % 3 == 0 ? 0.011f : 0.006f, 0.006f);
        Bar(solid, mark, 10.12f / 12, -0.05f, 0.22f, 0.013f, 0.018f);
        Bar(solid, mark, 9f / 60, -0.06f, 0.33f, 0.009f, 0.027f);
        Bar(solid, DemoMaterial.Brass, 36f / 60, -0.09f, 0.35f, 0.0035f, 0.034f);
        var pin = new DemoSolid().Lathe(DemoMaterial.Brass, 10, new(0.022f, 0.025f), new(0.022f, 0.04f), new(0.016f, 0.046f), new(0,
            0.047f));
        return solid.Add(pin, Matrix4x4.CreateRotationX(MathF.PI / 2));
    }

    internal static void Bar(DemoSolid solid, DemoMaterial material, float turn, float from, float to, float width, float height,
        float size = 1)
    {
        var bar = new DemoSolid().Box(material, new Vector3(0, (from + to) / 2, height) * size, new Vector3(width, (to - from) / 2,
            0.004f) * size,
            0.003f * size, cells: 6, lift: 0.02f * size);
        solid.Add(bar, Matrix4x4.CreateRotationZ(-turn * MathF.Tau));
    }
}
