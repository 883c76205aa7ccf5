using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>Smooth curves through given points.</summary>
internal static class DemoCurve
{
    public static Vector2 Through(Vector2[] points, float t)
    {
        var (i, f) = Segment(points.Length, t);
        Vector2 P(int k) => points[Math.Clamp(k, 0, points.Length - 1)];
        return Vector2.Max(Blend(P(i - 1), P(i), P(i + 1), P(i + 2), f), new Vector2(0, float.MinValue));
    }

    public static Vector3 Through(Vector3[] points, float t)
    {
        var (i, f) = Segment(points.Length, t);
        Vector3 P(int k) => points[Math.Clamp(k, 0, points.Length - 1)];
        return 0.5f * (2 * P(i) + (P(i + 1) - P(i - 1)) * f + (2 * P(i - 1) - 5 * P(i) + 4 * P(i + 1) - P(i + 2)) * (f * f)
            + (3 * P(i) - P(i - 1) - 3 * P(i + 1) + P(i + 2)) * (f * f * f));
    }

    public static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    private static Vector2 Blend(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float f)
    {
        var (start, end) = (Slope(a, b, c), Slope(b, c, d));
        var (f2, f3) = (f * f, f * f * f);
        return b * (2 * f3 - 3 * f2 + 1) + start * (f3 - 2 * f2 + f) + c * (3 * f2 - 2 * f3) + end * (f3 - f2);
    }

    // Held short beside a short step, or the curve would shoot past its points.
    private static Vector2 Slope(Vector2 before, Vector2 at, Vector2 after)
    {
        var slope = (after - before) / 2;
        var most = 1.3f * Math.Min((at - before).Length(), (after - at).Length());
        return slope.Length() > most ? slope * (most / slope.Length()) : slope;
    }

    private static (int Index, float Fraction) Segment(int count, float t)
    {
        var place = Math.Clamp(t, 0, 1) * (count - 1);
        var index = Math.Min((int)place, count - 2);
        return (index, place - index);
    }
}
