using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>Bags and cushions: soft things with seams.</summary>
internal static class DemoBags
{
    private static readonly DemoMaterial Tan = DemoMaterial.Leather("#a5663a");

    public static DemoSolid Tote(DemoPalette palette, int style)
    {
        var canvas = style % 2 == 0 ? DemoMaterial.Fabric(palette.Main) : DemoMaterial.Leather(palette.Main);
        var straps = style % 2 == 0 ? Tan : canvas;
        var foot = DemoMaterial.Ink(palette.Accent);
        var solid = new DemoSolid();
        solid.Surface(canvas, 96, 60, (u, v) => Wall(u, v, 0), style % 2 == 0 ? (_, v) => v < 0.24f ? foot : canvas.Colour : null);
        solid.Surface(canvas with { Colour = canvas.Colour * 0.75f }, 96, 24, (u, v) => Wall(u, 1 - v * 0.8f, 0.012f));
        foreach (var z in new[] { -1f, 1f })
        {
            var d = z * 0.085f;
            Vector3[] arch = [new(-0.17f, 0.42f, d * 1.5f), new(-0.165f, 0.56f, d * 1.45f), new(-0.155f, 0.66f, d * 1.2f), new(-0.12f,
                0.84f, d * 0.9f), new(0, 0.93f, d * 0.7f),
                new(0.12f, 0.84f, d * 0.9f), new(0.155f, 0.66f, d * 1.2f), new(0.165f, 0.56f, d * 1.45f), new(0.17f, 0.42f, d * 1.5f)];
            solid.Tube(straps, _ => 0.012f, 90, arch, flat: 2.1f, lift: z > 0 ? 0.05f : 0);
        }
        return solid.Box(Tan, new(0, 0.5f, 0.135f), new(0.05f, 0.035f, 0.005f), 0.004f, cells: 8, lift: 0.04f);
    }

    public static DemoSolid Backpack(DemoPalette palette, int style)
    {
        var cloth = DemoMaterial.Fabric(palette.Main);
        var trim = style % 2 == 0 ? Tan : DemoMaterial.Leather(palette.Accent);
        var solid = new DemoSolid();
        solid.Box(cloth, new(0, 0.36f, 0), new(0.25f, 0.36f, 0.14f), 0.11f, Sag, 30);
        // The leather ends where the rounding does: there a row of facets ends too, so the edge is straight.
        for (var i = 0; i < solid.Facets.Count; i++)
            if (solid.Facets[i].Centre.Y < 0.11f)
                solid.Facets[i] = solid.Facets[i] with { Material = trim, Colour = trim.Colour };
        solid.Box(cloth, new(0, 0.275f, 0.15f), new(0.18f, 0.135f, 0.055f), 0.05f, Sag, 18, lift: 0.05f);
        solid.Surface(cloth with { Colour = cloth.Colour * 0.93f }, 60, 40, (u, v) => Flap(u, 1 - v), lift: 0.06f);
        Vector3[] edge = [.. Enumerable.Range(0, 25).Select(i => Flap(i / 24f, 1) + new Vector3(0, 0, 0.002f))];
        solid.Tube(trim, _ => 0.008f, 70, edge, lift: 0.08f);
        foreach (var x in new[] { -0.1f, 0.1f })
        {
            solid.Tube(trim, _ => 0.006f, 50, [new(x, 0.64f, 0.155f), new(x, 0.52f, 0.172f), new(x, 0.4f, 0.2f), new(x, 0.3f, 0.212f),
                new(x, 0.22f, 0.212f)], flat: 3f, lift: 0.1f);
            solid.Box(DemoMaterial.Brass, new(x, 0.345f, 0.216f), new(0.027f, 0.02f, 0.007f), 0.005f, cells: 8, lift: 0.12f);
            solid.Tube(cloth, _ => 0.014f, 50, [new(x * 1.4f, 0.66f, -0.12f), new(x * 2.2f, 0.6f, -0.19f), new(x * 2.5f, 0.35f, -0.22f),
                new(x * 2.2f, 0.08f, -0.14f)], flat: 2.4f);
        }
        return solid.Tube(trim, _ => 0.013f, 44, [new(-0.065f, 0.7f, -0.05f), new(-0.05f, 0.775f, -0.05f), new(0, 0.795f, -0.05f),
            new(0.05f, 0.775f, -0.05f), new(0.065f, 0.7f, -0.05f)]);
    }

    /// <summary>A filled cushion with piped edges, standing on one side and leaning back a little.</summary>
    public static DemoSolid Cushion(DemoPalette palette, int style)
    {
        var cloth = DemoMaterial.Fabric(palette.Main);
        var (plain, band) = (cloth.Colour, DemoMaterial.Ink(palette.Accent));
        var (w, h) = style % 2 == 0 ? (0.5f, 0.5f) : (0.6f, 0.38f);
        Vector3 Weave(float u, float v) => (style % 4) switch
        {
            0 => plain,
            1 => MathF.Abs(u - 0.5f) is > 0.17f and < 0.22f or > 0.25f and < 0.27f ? band : plain,
            2 => v > 0.5f ? plain : band,
            _ => (int)(u * 16) % 2 == 0 ? plain : Vector3.Lerp(plain, band, 0.8f),
        };
        var solid = new DemoSolid();
        foreach (var side in new[] { 1f, -1f })
            solid.Surface(cloth, 64, 64, (u, v) => Filled(side > 0 ? u : 1 - u, v, w, h, side), (u, v) => Weave(side > 0 ? u : 1 - u, v));
        Vector3[] edge = [.. Enumerable.Range(0, 81).Select(i => Rim(i / 80f, w, h))];
        solid.Tube(DemoMaterial.Fabric(palette.Accent), _ => 0.009f, 200, edge);
        var standing = new DemoSolid().Add(solid, Matrix4x4.CreateRotationX(-0.2f));
        return new DemoSolid().Add(standing, Matrix4x4.CreateTranslation(0, -standing.Facets.Min(f => f.Centre.Y), 0));
    }

    // Walks evenly round a square and rounds it off, so that the wide front gets as many facets as its width asks.
    private static Vector3 Wall(float u, float v, float inset)
    {
        var walk = (u + 0.125f) % 1 * 4;
        var run = 2 * (walk % 1) - 1;
        var (a, b) = (int)walk switch { 0 => (run, 1f), 1 => (1f, -run), 2 => (-run, -1f), _ => (-1f, run) };
        var round = MathF.Pow(MathF.Pow(a, 6) + MathF.Pow(b, 6), -1 / 6f);
        var full = MathF.Sin(MathF.Min(v * 1.25f, 1) * MathF.PI * 0.75f + 0.45f);
        var (w, d) = (0.3f + 0.03f * v - inset, float.Lerp(0.12f, 0.125f, v) + 0.035f * full * (1 - 0.5f * a * a) - inset);
        var (x, z) = (a * round * w, b * round * d);
        var fold = 0.005f * MathF.Sin(x * 21 + v * 5) * MathF.Sin(v * 3.1f) * b * round;
        return new Vector3(x, v * 0.66f - 0.02f * v * (1 - x * x * 9), z + fold);
    }

    private static Vector3 Sag(Vector3 p) => new(p.X * (1 - 0.22f * Math.Max(0, p.Y)) + 0.004f * MathF.Sin(p.Y * 24), p.Y,
        p.Z * (1 - 0.35f * p.Y));

    // From the back edge of the top over the front, down to a rounded hem.
    private static Vector3 Flap(float u, float v)
    {
        Vector3[] fall = [new(0, 0.725f, -0.07f), new(0, 0.742f, 0.02f), new(0, 0.7f, 0.1f), new(0, 0.6f, 0.146f), new(0, 0.5f, 0.168f),
            new(0, 0.4f, 0.2f)];
        var a = 2 * u - 1;
        var corner = MathF.Pow(MathF.Abs(a), 5);
        var p = DemoCurve.Through(fall, v * (1 - 0.16f * corner));
        return new Vector3(a * (0.222f + 0.012f * v), p.Y - 0.045f * corner * (1 - v), p.Z - 0.085f * corner);
    }

    private static Vector3 Filled(float u, float v, float w, float h, float side)
    {
        var (a, b) = (2 * u - 1, 2 * v - 1);
        var full = MathF.Pow((1 - a * a) * (1 - b * b), 0.42f);
        var pull = 0.10f * (a * a + b * b - a * a * b * b);
        var crease = 0.008f * MathF.Sin(7 * (a + b)) * MathF.Sin(6 * (a - b)) * (1 - full) * 2;
        return new Vector3(a * w * (1 - pull * (1 - b * b)), b * h * (1 - pull * (1 - a * a)), side * (0.165f * full + crease * full));
    }

    private static Vector3 Rim(float t, float w, float h)
    {
        var (place, run) = ((int)(t * 4) % 4, t * 4 % 1);
        var (u, v) = place switch { 0 => (run, 0f), 1 => (1f, run), 2 => (1 - run, 1f), _ => (0f, 1 - run) };
        return Filled(u, v, w, h, 1);
    }
}
