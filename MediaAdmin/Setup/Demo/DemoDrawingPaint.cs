using System.Globalization;
using System.Numerics;
using System.Text;

namespace MediaAdmin.Setup.Demo;

/// <summary>Paints the facets of a body from back to front, cut as finely as their change of colour asks.</summary>
internal sealed class DemoPaint(StringBuilder svg, DemoCamera camera, DemoLight light, Vector3 floor)
{
    private const float VisibleStep = 0.013f;
    private const int FinestCut = 5;

    private readonly Dictionary<(Vector3, Vector3, Vector3, DemoMaterial), Vector3> _shaded = [];
    private string _fill = "";

    public void Draw(DemoSolid solid)
    {
        var eye = camera.Eye;
        var seen = solid.Facets.Where(f => f.Normal.LengthSquared() > 1e-14f && Vector3.Dot(f.Normal, eye - f.Centre) > 0)
            .OrderByDescending(f => (eye - f.Centre).Length() - f.Lift);
        svg.Append("<g transform=\"scale(0.1)\">");
        foreach (var facet in seen)
            DrawFacet(facet);
        svg.Append(_fill.Length == 0 ? "</g>" : "\"/></g>");
    }

    private void DrawFacet(DemoFacet f)
    {
        var (a, b, c, d) = (Shade(f, f.A, f.Bend.A), Shade(f, f.B, f.Bend.B), Shade(f, f.C, f.Bend.C), Shade(f, f.D, f.Bend.D));
        var (pa, pb, pc, pd) = (camera.Project(f.A), camera.Project(f.B), camera.Project(f.C), camera.Project(f.D));
        var us = Cuts(Math.Max(Apart(a, b), Apart(d, c)), Math.Max((pb - pa).Length(), (pc - pd).Length()));
        var vs = Cuts(Math.Max(Apart(a, d), Apart(b, c)), Math.Max((pd - pa).Length(), (pc - pb).Length()));
        for (var u = 0; u < us; u++)
            for (var v = 0; v < vs; v++)
            {
                var (u0, u1, v0, v1) = (u / (float)us, (u + 1f) / us, v / (float)vs, (v + 1f) / vs);
                var (um, vm) = ((u0 + u1) / 2, (v0 + v1) / 2);
                Colour(DemoMaterial.Hex(Vector3.Lerp(Vector3.Lerp(a, b, um), Vector3.Lerp(d, c, um), vm)));
                Outline(At(u0, v0), At(u1, v0), At(u1, v1), At(u0, v1));
            }
        Vector2 At(float u, float v) => Vector2.Lerp(Vector2.Lerp(pa, pb, u), Vector2.Lerp(pd, pc, u), v);
    }

    private Vector3 Shade(DemoFacet facet, Vector3 place, Vector3 normal)
    {
        var key = (place, normal, facet.Colour, facet.Material);
        if (!_shaded.TryGetValue(key, out var colour))
            _shaded[key] = colour = DemoShading.Shade(facet, place, normal, camera.Eye, light, floor);
        return colour;
    }

    private static int Cuts(float apart, float length) =>
        Math.Clamp((int)MathF.Min(apart / VisibleStep, length / 4.5f) + 1, 1, FinestCut);

    // Measured as the eye does: a step in the shade shows more than the same step in the light.
    private static float Apart(Vector3 a, Vector3 b)
    {
        var step = Vector3.Abs(Vector3.SquareRoot(Vector3.Max(a, Vector3.Zero)) - Vector3.SquareRoot(Vector3.Max(b, Vector3.Zero)));
        return Math.Max(step.X, Math.Max(step.Y, step.Z));
    }

    private void Colour(string colour)
    {
        if (colour != _fill)
            svg.Append(_fill.Length == 0 ? "" : "\"/>").Append("<path fill=\"").Append(colour).Append("\" d=\"");
        _fill = colour;
    }

    // Each piece is drawn slightly too large, so that no backdrop shines through the seams, not even in a thumbnail.
    private void Outline(Vector2 a, Vector2 b, Vector2 c, Vector2 d)
    {
        var across = Overlap(b - a + c - d);
        var along = Overlap(d - a + c - b);
        Span<Vector2> corners = [a - across - along, b + across - along, c + across + along, d - across + along];
        var (x, y) = (0, 0);
        for (var i = 0; i < 4; i++)
        {
            var (nextX, nextY) = ((int)MathF.Round(corners[i].X * 10), (int)MathF.Round(corners[i].Y * 10));
            svg.Append(i switch { 0 => "M", 1 => "l", _ => " " }).Append(CultureInfo.InvariantCulture, $"{nextX - x} {nextY - y}");
            (x, y) = (nextX, nextY);
        }
        svg.Append('z');
    }

    private static Vector2 Overlap(Vector2 edge) => edge.Length() < 0.001f ? Vector2.Zero : edge / edge.Length() * 1.1f;
}
