using System.Globalization;
using System.Numerics;
using System.Text;

namespace MediaAdmin.Setup.Demo;

/// <summary>The shadows on floor and wall, as rows of gradients that a light blur joins.</summary>
internal static class DemoShadows
{
    private const int Row = 14;
    private const int Stops = 72;
    private const float Strength = 0.9f;

    // What many soft rays leave far from the body is unevenness, not shadow.
    private const float Faint = 0.05f;

    public static void Draw(StringBuilder svg, DemoShot shot, DemoCamera camera, DemoLight light, float wall)
    {
        var shadows = Smoothed(Smoothed(Smoothed(Cast(shot, camera, light, wall))));
        var tint = DemoMaterial.Hex(DemoMaterial.Ink(shot.Floor) * 0.10f);
        var rows = new StringBuilder();
        svg.Append("<defs>");
        for (var row = 0; row < shadows.GetLength(0); row++)
            if (DrawGradient(svg, shadows, row, tint))
                rows.Append(CultureInfo.InvariantCulture,
                    $"<rect y=\"{row * Row}\" width=\"{shot.Width}\" height=\"{Row}\" fill=\"url(#s{row})\"/>");
        svg.Append("</defs><g filter=\"url(#soft)\">").Append(rows).Append("</g>");
    }

    private static float[,] Cast(DemoShot shot, DemoCamera camera, DemoLight light, float wall)
    {
        var shadows = new float[shot.Height / Row + 2, Stops + 1];
        for (var row = 0; row < shadows.GetLength(0); row++)
            for (var i = 0; i <= Stops; i++)
            {
                var place = new Vector2(i * shot.Width / (float)Stops, (row + 0.5f) * Row);
                var (point, normal) = camera.Backdrop(place, wall, !shot.Hung);
                shadows[row, i] = Math.Clamp(light.Shadow(point, normal), 0, 1);
            }
        return shadows;
    }

    private static float[,] Smoothed(float[,] from)
    {
        var (rows, stops) = (from.GetLength(0), from.GetLength(1));
        float At(int row, int i) => from[Math.Clamp(row, 0, rows - 1), Math.Clamp(i, 0, stops - 1)];
        var smooth = new float[rows, stops];
        for (var row = 0; row < rows; row++)
            for (var i = 0; i < stops; i++)
                smooth[row, i] = 0.34f * At(row, i) + 0.165f * (At(row - 1, i) + At(row + 1, i) + At(row, i - 1) + At(row, i + 1));
        return smooth;
    }

    private static bool DrawGradient(StringBuilder svg, float[,] shadows, int row, string tint)
    {
        var dark = Enumerable.Range(0, Stops + 1).Select(i => Strength * Math.Max(0, shadows[row, i] - Faint)).ToArray();
        if (dark.Max() < 0.004f)
            return false;
        svg.Append(CultureInfo.InvariantCulture, $"<linearGradient id=\"s{row}\">");
        for (var i = 0; i <= Stops; i++)
            if (dark[i] > 0 || dark[Math.Max(0, i - 1)] > 0 || dark[Math.Min(Stops, i + 1)] > 0)
                svg.Append(CultureInfo.InvariantCulture,
                    $"<stop offset=\"{i / (float)Stops:0.####}\" stop-color=\"{tint}\" stop-opacity=\"{dark[i]:0.###}\"/>");
        svg.Append("</linearGradient>");
        return true;
    }
}
