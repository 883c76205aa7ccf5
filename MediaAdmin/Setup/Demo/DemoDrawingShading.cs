using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>The colour a facet shows to the camera: diffuse light, bounce from the floor, and the softboxes mirrored in gloss and metal.</summary>
internal static class DemoShading
{
    private static readonly Vector3 WarmKey = new(1.04f, 1f, 0.94f);
    private static readonly Vector3 CoolFill = new(0.95f, 0.98f, 1.05f);
    private static readonly Vector3 Rim = Vector3.Normalize(new Vector3(0.85f, 0.35f, -0.45f));
    private static readonly Vector3 KeyBox = Vector3.Normalize(new Vector3(-0.66f, 0.42f, 0.62f));
    private static readonly Vector3 StripBox = Vector3.Normalize(new Vector3(0.93f, 0.2f, 0.3f));

    public static Vector3 Shade(DemoFacet facet, Vector3 place, Vector3 normal, Vector3 eye, DemoLight light, Vector3 floor)
    {
        var toEye = Vector3.Normalize(eye - place);
        var (key, dome) = light.At(place, normal);
        var open = Math.Clamp(0.25f + dome, 0.25f, 1);
        var ground = floor * (0.26f * Math.Max(0, 0.35f - normal.Y) * open * DemoCurve.Smooth(-0.03f, 0.16f, place.Y));
        var diffuse = WarmKey * (0.84f * key) + CoolFill * (0.40f * dome + 0.06f) + ground;
        var graze = MathF.Pow(1 - Math.Max(0, Vector3.Dot(normal, toEye)), 3);
        var material = facet.Material;
        var fabric = material.Sheen * graze * 0.5f * (0.3f + key + dome);
        var body = facet.Colour * (diffuse + new Vector3(fabric)) * (1 - 0.92f * material.Metal);
        var rim = 0.22f * graze * Math.Max(0, Vector3.Dot(normal, Rim) + 0.2f) * open;
        var mirror = Vector3.Reflect(-toEye, normal);
        var tint = Vector3.Lerp(Vector3.One, facet.Colour, material.Metal);
        var reflectance = material.Metal > 0 ? 0.9f : material.Gloss * (0.045f + 0.5f * MathF.Pow(graze, 1.4f));
        var gloss = tint * Room(mirror, material.Gloss, material.Metal) * (reflectance * open);
        return body + gloss + tint * rim * (0.3f + 0.7f * material.Gloss) + facet.Colour * material.Glow;
    }

    // The studio as a mirror sees it: a big softbox, a narrow strip light, a pale ceiling and a dim far wall.
    private static float Room(Vector3 ray, float gloss, float metal)
    {
        var soft = 0.05f + 0.5f * (1 - gloss);
        var box = Box(ray, KeyBox, 0.30f, 0.42f, soft) * (0.4f + 4.2f * gloss * gloss);
        var strip = Box(ray, StripBox, 0.10f, 0.6f, soft) * (0.2f + 1.6f * gloss * gloss);
        var ceiling = 0.55f * DemoCurve.Smooth(0.1f, 0.95f, ray.Y);
        var below = 0.5f * DemoCurve.Smooth(0.05f, -0.6f, ray.Y);
        return box * (1 - 0.55f * metal) + strip * (1 - 0.3f * metal) + ceiling + below + 0.16f;
    }

    private static float Box(Vector3 ray, Vector3 towards, float width, float height, float soft)
    {
        if (Vector3.Dot(ray, towards) <= 0)
            return 0;
        var right = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, towards));
        var x = MathF.Abs(Vector3.Dot(ray, right));
        var y = MathF.Abs(Vector3.Dot(ray, Vector3.Cross(towards, right)));
        return DemoCurve.Smooth(width + soft, width - soft, x) * DemoCurve.Smooth(height + soft, height - soft, y);
    }
}
