using System.Globalization;
using System.Text;

namespace MediaAdmin.Setup.Demo;

/// <summary>Takes the photograph: a body in a lit set becomes the text of an SVG file.</summary>
internal static class DemoStudio
{
    public static string Photograph(DemoSolid solid, DemoShot shot)
    {
        var camera = DemoCamera.Frame(solid, shot);
        var light = new DemoLight(solid.Facets);
        var depth = solid.Facets.Min(f => Math.Min(f.A.Z, f.C.Z));
        var wall = shot.Hung ? depth : depth - 0.55f;
        var svg = new StringBuilder(400_000);
        svg.Append(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" width="{shot.Width}" height="{shot.Height}" viewBox="0 0 {shot.Width} {shot.Height}">""");
        DrawSet(svg, shot, shot.Hung ? shot.Height * 2f : camera.Horizon(wall));
        DemoShadows.Draw(svg, shot, camera, light, wall);
        new DemoPaint(svg, camera, light, DemoMaterial.Ink(shot.Floor)).Draw(solid);
        DrawLensFalloff(svg, shot);
        return svg.Append("</svg>").ToString();
    }

    private static void DrawSet(StringBuilder svg, DemoShot shot, float horizon)
    {
        var (wall, floor) = (DemoMaterial.Ink(shot.Wall), DemoMaterial.Ink(shot.Floor));
        var (w, h) = (shot.Width, shot.Height);
        var edge = Math.Clamp(horizon / h, 0, 1);
        var sweep = shot.Window ? 0.004f : 0.16f;
        svg.Append(CultureInfo.InvariantCulture, $"""
            <defs><linearGradient id="set" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stop-color="{DemoMaterial.Hex(wall * 0.93f)}"/>
            <stop offset="{Math.Max(0, edge - sweep):0.####}" stop-color="{DemoMaterial.Hex(wall)}"/>
            <stop offset="{Math.Min(1, edge + sweep):0.####}" stop-color="{DemoMaterial.Hex(floor)}"/>
            <stop offset="1" stop-color="{DemoMaterial.Hex(floor * 0.95f)}"/></linearGradient>
            <radialGradient id="pool" cx="0.3" cy="0.24" r="0.85"><stop offset="0" stop-color="#fff" stop-opacity="0.34"/>
            <stop offset="0.5" stop-color="#fff" stop-opacity="0.1"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
            <radialGradient id="fall" cx="0.42" cy="0.42" r="0.82"><stop offset="0.55" stop-opacity="0"/>
            <stop offset="1" stop-opacity="0.16"/></radialGradient>
            <filter id="soft" x="-5%" y="-5%" width="110%" height="110%"><feGaussianBlur stdDeviation="6 7"/></filter>
            <filter id="pane" x="-10%" y="-10%" width="120%" height="120%"><feGaussianBlur stdDeviation="11"/></filter></defs>
            <rect width="{w}" height="{h}" fill="url(#set)"/><rect width="{w}" height="{h}" fill="url(#pool)"/>
            """);
        if (shot.Window)
            DrawWindowLight(svg, w, Math.Min(horizon, h));
    }

    // Two columns of panes, slanting the way a low sun from the top left throws them.
    private static void DrawWindowLight(StringBuilder svg, float w, float horizon)
    {
        svg.Append("<g filter=\"url(#pane)\" fill=\"#fff6e2\" fill-opacity=\"0.3\">");
        for (var pane = 0; pane < 6; pane++)
        {
            var x = w * (0.40f + pane % 2 * 0.235f);
            var y = horizon * (0.07f + pane / 2 * 0.275f);
            var (dx, dy, lean) = (w * 0.215f, horizon * 0.25f, w * 0.05f);
            svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"M{x + pane / 2 * lean:0} {y + pane % 2 * lean:0}l{dx:0} {lean:0} {lean:0} {dy:0} {-dx:0} {-lean:0}z\"/>");
        }
        svg.Append("</g>");
    }

    private static void DrawLensFalloff(StringBuilder svg, DemoShot shot) => svg.Append(CultureInfo.InvariantCulture,
        $"<rect width=\"{shot.Width}\" height=\"{shot.Height}\" fill=\"url(#fall)\"/>");
}
