using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>A sneaker and a wrist watch.</summary>
internal static class DemoWear
{
    public static DemoSolid Sneaker(DemoPalette palette, int style)
    {
        var upper = style % 2 == 0 ? DemoMaterial.Leather(palette.Main) : DemoMaterial.Fabric(palette.Main);
        var second = upper with { Colour = DemoMaterial.Ink(palette.Accent) };
        var solid = new DemoSolid();
        solid.Surface(DemoMaterial.Rubber, 120, 22, Sole);
        solid.Surface(upper, 120, 56, Upper);
        Dress(solid, upper, second, style);
        solid.Surface(DemoMaterial.Fabric(palette.Accent), 72, 16, Lining);
        Vector3[] collar = [.. Enumerable.Range(0, 49).Select(i => Upper(i / 48f, 1))];
        solid.Tube(DemoMaterial.Fabric(palette.Main), _ => 0.018f, 110, collar, across: Vector3.UnitY, lift: 0.02f);
        solid.Surface(upper, 24, 30, Tongue, lift: 0.11f);
        solid.Surface(upper, 24, 30, (u, v) => Tongue(1 - u, v), lift: 0.11f);
        for (var i = 0; i < 5; i++)
        {
            var (v, half) = (0.60f + i * 0.08f, 0.058f + i * 0.02f);
            Vector3[] lace = [.. Enumerable.Range(0, 13).Select(k => Laced(-half + k * half / 6,
                v + 0.01f * (i % 2 == 0 ? 1 : -1) * (k - 6) / 6f))];
            solid.Tube(DemoMaterial.Rubber, _ => 0.0095f, 40, lace, flat: 1.5f, across: Vector3.UnitY, lift: 0.13f);
        }
        return solid;
    }

    public static DemoSolid Watch(DemoPalette palette, int style)
    {
        var metal = style % 2 == 0 ? DemoMaterial.Brass : DemoMaterial.Steel;
        var strap = DemoMaterial.Leather(palette.Main);
        var dial = new DemoSolid().Lathe(metal, 30, new(0.15f, -0.05f), new(0.19f, -0.045f), new(0.2f, -0.02f), new(0.2f, 0.01f),
            new(0.192f, 0.03f), new(0.178f, 0.038f), new(0.168f, 0.036f), new(0.164f, 0.024f));
        dial.Lathe(DemoMaterial.Satin(palette.Accent), 30, new(0.166f, 0.024f), new(0.1f, 0.025f), new(0, 0.025f));
        var head = new DemoSolid().Add(dial, Matrix4x4.CreateRotationX(MathF.PI / 2));
        var hand = DemoMaterial.Dark;
        for (var hour = 0; hour < 12; hour++)
            DemoFurniture.Bar(head, metal, hour / 12f, 0.36f, 0.43f, hour % 3 == 0 ? 0.012f : 0.007f, 0.076f, 0.35f);
        DemoFurniture.Bar(head, hand, 10.12f / 12, -0.05f, 0.22f, 0.014f, 0.084f, 0.35f);
        DemoFurniture.Bar(head, hand, 9f / 60, -0.06f, 0.33f, 0.010f, 0.094f, 0.35f);
        DemoFurniture.Bar(head, metal, 36f / 60, -0.09f, 0.36f, 0.004f, 0.102f, 0.35f);
        head.Rod(metal, new(0.195f, 0, -0.005f), new(0.24f, 0, -0.005f), 0.022f, 0.022f);
        var solid = new DemoSolid().Add(head, Matrix4x4.CreateRotationX(-0.2f) * Matrix4x4.CreateTranslation(0, 0.33f, 0.235f));
        solid.Surface(strap, 18, 110, (u, v) => Strap(u, v, 0.012f), lift: -0.01f);
        solid.Surface(strap with { Colour = strap.Colour * 0.7f }, 18, 110, (u, v) => Strap(1 - u, v, -0.012f), lift: -0.01f);
        foreach (var edge in new[] { 0f, 1f })
            solid.Surface(strap, 2, 110, (u, v) => Strap(edge, v, edge > 0 ? 0.012f - 0.024f * u : -0.012f + 0.024f * u));
        return solid;
    }

    private static Vector3 Foot(float u, float grow)
    {
        var (sin, cos) = MathF.SinCos(u * MathF.Tau);
        var waist = 1 - 0.16f * MathF.Exp(-MathF.Pow((cos + 0.25f) / 0.4f, 2)) + 0.06f * cos;
        return new Vector3(0.56f * MathF.Sign(cos) * MathF.Pow(MathF.Abs(cos), 0.86f) + grow * cos, 0,
            -(0.185f * waist + grow) * sin + 0.03f * cos * cos * MathF.Max(0, cos));
    }

    private static Vector3 Sole(float u, float v)
    {
        var cos = MathF.Cos(u * MathF.Tau);
        var toe = 0.05f * MathF.Pow(Math.Max(0, cos), 3);
        Vector2[] edge = [new(-0.2f, 0), new(-0.2f, 0), new(0.0f, 0), new(0.016f, 0.014f), new(0.02f, 0.05f), new(0.018f, 0.1f),
            new(0.006f, 0.118f), new(-0.03f, 0.118f)];
        var place = Math.Clamp(v, 0, 1) * (edge.Length - 1);
        var i = Math.Min((int)place, edge.Length - 2);
        var p = Vector2.Lerp(edge[i], edge[i + 1], place - i);
        return Foot(u, Math.Max(p.X, -0.15f)) + new Vector3(0, p.Y * (1 - 0.12f * cos) + toe * (p.Y < 0.05f ? 1 : 0.75f), 0);
    }

    private static Vector3 Upper(float u, float v)
    {
        var (sin, cos) = MathF.SinCos(u * MathF.Tau);
        var front = Math.Max(0, cos);
        var low = Foot(u, -0.004f) + new Vector3(0, 0.1f + 0.035f * front * front * front, 0);
        var top = new Vector3(-0.25f + 0.215f * cos, 0.44f + 0.035f * cos * cos + 0.05f * MathF.Max(0, -cos), -0.082f * sin);
        var a = low + new Vector3(0.015f * cos, 0.13f + 0.03f * front, -0.012f * sin);
        var b = Vector3.Lerp(top, low, 0.42f * front) + new Vector3(-0.02f * MathF.Max(0, -cos), float.Lerp(-0.1f, -0.02f,
            DemoCurve.Smooth(-0.6f, 0.7f, cos)), -0.05f * sin * (1 - front));
        var w = 1 - v;
        return low * (w * w * w) + a * (3 * v * w * w) + b * (3 * v * v * w) + top * (v * v * v);
    }

    // Toe cap, heel tab and side stripes lie on the upper as pieces of their own, so that their edges stay clean.
    private static void Dress(DemoSolid solid, DemoMaterial upper, DemoMaterial second, int style)
    {
        var toe = style % 3 == 1 ? second : upper with { Colour = upper.Colour * 0.86f };
        solid.Surface(toe, 60, 16, (u, v) => Over((u - 0.5f) * 0.36f, v * (0.40f - 0.9f * MathF.Pow(u - 0.5f, 2))), lift: 0.03f);
        solid.Surface(second, 24, 20, (u, v) => Over(0.5f + (u - 0.5f) * 0.12f, 0.42f + v * 0.56f), lift: 0.03f);
        foreach (var side in new[] { -1f, 1f })
            for (var stripe = 0; stripe < (style % 2 == 0 ? 2 : 3); stripe++)
            {
                var start = 0.205f + stripe * 0.042f;
                solid.Surface(second, 10, 40, (u, v) => Over(side * (start + 0.024f * (side > 0 ? u : 1 - u) + 0.075f * v),
                    0.04f + v * 0.72f), lift: 0.03f);
            }
    }

    private static Vector3 Over(float around, float v)
    {
        var u = around - MathF.Floor(around);
        var (p, across, along) = (Upper(u, v), Upper(u + 0.01f, v) - Upper(u - 0.01f, v), Upper(u, v + 0.01f) - Upper(u, v - 0.01f));
        return p + Vector3.Normalize(Vector3.Cross(across, along)) * 0.004f;
    }

    private static Vector3 Lining(float u, float v)
    {
        var rim = Upper(u, 1);
        var centre = new Vector3(-0.25f, 0.3f, 0);
        return Vector3.Lerp(rim, new Vector3(float.Lerp(rim.X, centre.X, 0.3f), 0.2f, rim.Z * 0.8f), v);
    }

    private static Vector3 Tongue(float u, float v)
    {
        var a = 2 * u - 1;
        var bow = 0.035f * (1 - a * a);
        var end = 1 - MathF.Pow(v, 6) * 0.35f * a * a;
        return new Vector3(0.01f - 0.1f * v + bow, 0.4f + 0.17f * v * end, -0.085f * a * (1 - 0.1f * v));
    }

    private static Vector3 Laced(float around, float v)
    {
        var p = Upper(around < 0 ? around + 1 : around, Math.Min(v, 1));
        return p + new Vector3(0.007f, 0.011f, -MathF.Sign(around) * 0.004f);
    }

    private static Vector3 Strap(float u, float v, float offset)
    {
        var (sin, cos) = MathF.SinCos(v * MathF.Tau);
        var wide = 0.085f + 0.025f * MathF.Pow(Math.Max(0, cos), 6);
        return new Vector3((u - 0.5f) * 2 * wide, 0.3f - sin * (0.3f - 0.012f + offset), cos * (0.22f + offset));
    }
}
