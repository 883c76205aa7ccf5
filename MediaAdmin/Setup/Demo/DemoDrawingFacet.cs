using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>A small flat piece of a surface, seen from the side its normal points to; <paramref name="Bend"/> makes it look curved.</summary>
internal readonly record struct DemoFacet(
    Vector3 A, Vector3 B, Vector3 C, Vector3 D, DemoMaterial Material, Vector3 Colour, float Lift, DemoBend Bend)
{
    public Vector3 Centre => (A + B + C + D) / 4;

    public Vector3 Normal => Vector3.Cross(C - A, D - B);
}

/// <summary>The directions that a curved surface faces at the four corners of a facet.</summary>
internal readonly record struct DemoBend(Vector3 A, Vector3 B, Vector3 C, Vector3 D)
{
    public DemoBend Turned(Matrix4x4 move) => new(
        Vector3.TransformNormal(A, move), Vector3.TransformNormal(B, move), Vector3.TransformNormal(C, move), Vector3.TransformNormal(D,
            move));
}

/// <summary>Finds the bends of a grid of points: neighbours share their direction, except across a sharp edge.</summary>
internal sealed class DemoBends
{
    private const float SharpEdge = 0.72f;

    private readonly Vector3[,] _normals;
    private readonly bool _closed;

    public DemoBends(Vector3[,] points)
    {
        var (us, vs) = (points.GetLength(0) - 1, points.GetLength(1) - 1);
        _closed = Vector3.DistanceSquared(points[0, vs / 2], points[us, vs / 2]) < 1e-9f;
        _normals = new Vector3[us, vs];
        for (var u = 0; u < us; u++)
            for (var v = 0; v < vs; v++)
                _normals[u, v] = Unit(Vector3.Cross(points[u + 1, v + 1] - points[u, v], points[u, v + 1] - points[u + 1, v]));
    }

    public DemoBend At(int u, int v) => new(Corner(u, v, -1, -1), Corner(u, v, 1, -1), Corner(u, v, 1, 1), Corner(u, v, -1, 1));

    private Vector3 Corner(int u, int v, int du, int dv)
    {
        var own = _normals[u, v];
        return Unit(own + Like(own, u + du, v) + Like(own, u, v + dv) + Like(own, u + du, v + dv));
    }

    private Vector3 Like(Vector3 own, int u, int v)
    {
        var us = _normals.GetLength(0);
        u = _closed ? (u + us) % us : u;
        if (u < 0 || v < 0 || u >= us || v >= _normals.GetLength(1))
            return Vector3.Zero;
        return Vector3.Dot(own, _normals[u, v]) > SharpEdge ? _normals[u, v] : Vector3.Zero;
    }

    private static Vector3 Unit(Vector3 v) => v.LengthSquared() < 1e-20f ? Vector3.Zero : Vector3.Normalize(v);
}
