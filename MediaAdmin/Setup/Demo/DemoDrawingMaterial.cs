using System.Globalization;
using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>How a surface answers light. Colours are linear RGB; the other values run from 0 to 1.</summary>
internal sealed record DemoMaterial(Vector3 Colour, float Gloss = 0, float Metal = 0, float Sheen = 0, float Glow = 0)
{
    public static readonly DemoMaterial Brass = new(Ink("#cfa35c"), Gloss: 0.8f, Metal: 1);
    public static readonly DemoMaterial Steel = new(Ink("#c9ccd0"), Gloss: 0.85f, Metal: 1);
    public static readonly DemoMaterial Oak = new(Ink("#bd8d5c"), Gloss: 0.18f);
    public static readonly DemoMaterial Walnut = new(Ink("#74492f"), Gloss: 0.22f);
    public static readonly DemoMaterial Opal = new(Ink("#fff1d8"), Gloss: 0.5f, Glow: 0.55f);
    public static readonly DemoMaterial Rubber = new(Ink("#efe9dd"), Gloss: 0.08f);
    public static readonly DemoMaterial Dark = new(Ink("#2b2927"), Gloss: 0.3f);

    public static DemoMaterial Matte(string hex) => new(Ink(hex), Gloss: 0.07f);

    public static DemoMaterial Glazed(string hex) => new(Ink(hex), Gloss: 0.75f);

    public static DemoMaterial Satin(string hex) => new(Ink(hex), Gloss: 0.4f);

    public static DemoMaterial Fabric(string hex) => new(Ink(hex), Sheen: 0.55f);

    public static DemoMaterial Leather(string hex) => new(Ink(hex), Gloss: 0.3f, Sheen: 0.1f);

    /// <summary>The linear RGB of an sRGB colour such as <c>#c8643c</c>.</summary>
    public static Vector3 Ink(string hex)
    {
        var rgb = int.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Vector3(Linear(rgb >> 16), Linear(rgb >> 8 & 255), Linear(rgb & 255));
    }

    /// <summary>The <c>#rrggbb</c> of a linear colour, with highlights rolled off softly instead of clipped.</summary>
    public static string Hex(Vector3 light) => string.Create(CultureInfo.InvariantCulture,
        $"#{Encoded(light.X):x2}{Encoded(light.Y):x2}{Encoded(light.Z):x2}");

    private static float Linear(int channel) => MathF.Pow(channel / 255f, 2.2f);

    private static int Encoded(float light)
    {
        var rolled = light < 0.7f ? light : 0.7f + 0.3f * (1 - MathF.Exp(-(light - 0.7f) / 0.3f));
        return (int)MathF.Round(255 * MathF.Pow(Math.Clamp(rolled, 0, 1), 1 / 2.2f));
    }
}
