using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>A product as a set of facets: surfaces are added one by one; y is up, z comes towards the camera, the floor is y = 0.</summary>
internal sealed class DemoSolid
{
    private const int Round = 72;

    public List<DemoFacet> Facets { get; } = [];

    /// <summary>What lies above this height does not count when the picture is framed (the cord of a pendant).</summary>
    public float FramedTop { get; init; } = float.MaxValue;

    /// <summary>The surface of <paramref name="at"/> over the unit square; its front is where u turns to v anticlockwise.</summary>
    public DemoSolid Surface(DemoMaterial material, int us, int vs, Func<float, float, Vector3> at,
        Func<float, float, Vector3>? colour = null, float lift = 0)
    {
        var points = new Vector3[us + 1, vs + 1];
        for (var u = 0; u <= us; u++)
            for (var v = 0; v <= vs; v++)
                points[u, v] = at(u / (float)us, v / (float)vs);
        var bends = new DemoBends(points);
        for (var u = 0; u < us; u++)
            for (var v = 0; v < vs; v++)
                Facets.Add(new DemoFacet(points[u, v], points[u + 1, v], points[u + 1, v + 1], points[u, v + 1], material,
                    colour?.Invoke((u + 0.5f) / us, (v + 0.5f) / vs) ?? material.Colour, lift, bends.At(u, v)));
        return this;
    }

    /// <summary>A body turned round the y axis from its profile of (radius, height); a point given twice is a sharp edge.</summary>
    public DemoSolid Lathe(DemoMaterial material, int steps, params Vector2[] profile) => Painted(material, steps, null, profile);

    /// <summary>The same, coloured by the place (angle 0 to 1, height).</summary>
    public DemoSolid Painted(DemoMaterial material, int steps, Func<float, float, Vector3>? colour, params Vector2[] profile)
    {
        Vector2 Along(float v) => DemoCurve.Through(profile, v);
        return Surface(material, Round, steps,
            (u, v) =>
            {
                var (sin, cos) = MathF.SinCos(u * MathF.Tau);
                var p = Along(v);
                return new Vector3(p.X * sin, p.Y, p.X * cos);
            },
            colour is null ? null : (u, v) => colour(u, Along(v).Y));
    }

    /// <summary>A rope along a smooth curve with round ends; <paramref name="flat"/> below 1 makes it a band.</summary>
    public DemoSolid Tube(DemoMaterial material, Func<float, float> radius, int steps, Vector3[] path,
        float flat = 1, Vector3? across = null, float lift = 0)
    {
        var side = across ?? Vector3.UnitZ;
        return Surface(material, 16, steps,
            (u, v) =>
            {
                var eased = (1 - MathF.Cos(v * MathF.PI)) / 2;
                var t = 0.55f * v + 0.45f * eased;
                var along = Vector3.Normalize(DemoCurve.Through(path, Math.Min(t + 0.01f, 1)) - DemoCurve.Through(path,
                    Math.Max(t - 0.01f, 0)));
                var n = Vector3.Normalize(side - along * Vector3.Dot(side, along));
                var b = Vector3.Cross(along, n);
                var (sin, cos) = MathF.SinCos(u * MathF.Tau);
                var end = MathF.Sqrt(Math.Clamp(MathF.Min(t, 1 - t) * 24, 0, 1));
                return DemoCurve.Through(path, t) + (n * cos + b * sin * flat) * radius(t) * end;
            },
            lift: lift);
    }

    /// <summary>A straight leg or rod from one point to another.</summary>
    public DemoSolid Rod(DemoMaterial material, Vector3 from, Vector3 to, float start, float end) =>
        Tube(material, t => float.Lerp(start, end, t), 44, [from, to], across: MathF.Abs(to.X - from.X) > 0.9f * (to - from).Length()
            ? Vector3.UnitY : new Vector3(0.9f, 0.1f, 0.5f));

    /// <summary>A box with rounded edges, optionally bent by <paramref name="shape"/>.</summary>
    public DemoSolid Box(DemoMaterial material, Vector3 centre, Vector3 half, float round, Func<Vector3, Vector3>? shape = null,
        int cells = 14, float lift = 0)
    {
        foreach (var (right, up) in Sides)
        {
            var front = Vector3.Cross(right, up);
            Surface(material, cells, cells,
                (u, v) =>
                {
                    var r = round;
                    var p = right * Spread(u, Vector3.Dot(Vector3.Abs(right), half), r)
                        + up * Spread(v, Vector3.Dot(Vector3.Abs(up), half), r) + front * half;
                    var core = Vector3.Clamp(p, -half + new Vector3(r), half - new Vector3(r));
                    var q = core + Vector3.Normalize(p - core) * r;
                    return (shape?.Invoke(q) ?? q) + centre;
                },
                lift: lift);
        }
        return this;
    }

    /// <summary>Adds another body, moved.</summary>
    public DemoSolid Add(DemoSolid other, Matrix4x4 move, float lift = 0)
    {
        foreach (var f in other.Facets)
            Facets.Add(f with
            {
                A = Vector3.Transform(f.A, move),
                B = Vector3.Transform(f.B, move),
                C = Vector3.Transform(f.C, move),
                D = Vector3.Transform(f.D, move),
                Bend = f.Bend.Turned(move),
                Lift = f.Lift + lift,
            });
        return this;
    }

    private static readonly (Vector3 Right, Vector3 Up)[] Sides =
    [
        (Vector3.UnitX, Vector3.UnitY), (-Vector3.UnitX, Vector3.UnitY), (Vector3.UnitZ, Vector3.UnitY),
        (-Vector3.UnitZ, Vector3.UnitY), (Vector3.UnitX, -Vector3.UnitZ), (Vector3.UnitX, Vector3.UnitZ),
    ];

    // A third of the cells goes to each rounded edge, because only there the light changes.
    private static float Spread(float t, float half, float round)
    {
        var edge = Math.Min(round, half);
        return t switch
        {
            < 0.3f => -half + edge * (t / 0.3f),
            > 0.7f => half - edge * ((1 - t) / 0.3f),
            _ => float.Lerp(-half + edge, half - edge, (t - 0.3f) / 0.4f),
        };
    }
}
