using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>The studio's light: a large soft key light from the top left and a dome of fill light, both with true soft shadows.</summary>
internal sealed class DemoLight
{
    private const int KeyRays = 22;
    private const int DomeRays = 44;

    public static readonly Vector3 Key = Vector3.Normalize(new Vector3(-0.62f, 0.78f, 0.55f));

    private readonly ShadowMap[] _keys;
    private readonly ShadowMap[] _dome;

    public DemoLight(IReadOnlyList<DemoFacet> facets)
    {
        var low = facets.Aggregate(new Vector3(float.MaxValue), (m, f) => Vector3.Min(m, Vector3.Min(f.A, f.C)));
        var high = facets.Aggregate(new Vector3(float.MinValue), (m, f) => Vector3.Max(m, Vector3.Max(f.A, f.C)));
        var (centre, reach) = ((low + high) / 2, (high - low).Length() / 2 + 0.01f);
        _keys = [.. Enumerable.Range(0, KeyRays).Select(i => new ShadowMap(KeyRay(i), centre, reach, facets))];
        _dome = [.. Enumerable.Range(0, DomeRays).Select(i => new ShadowMap(DomeRay(i), centre, reach, facets))];
    }

    /// <summary>The light arriving at a point: 1 is an unshadowed surface that faces the lamp.</summary>
    public (float Key, float Dome) At(Vector3 point, Vector3 normal) => (Share(_keys, point, normal), Share(_dome, point, normal) * 2);

    /// <summary>The part of the light that the objects keep from a backdrop: 0 is none.</summary>
    public float Shadow(Vector3 point, Vector3 normal)
    {
        var (key, dome) = At(point, normal);
        var keyOpen = _keys.Average(m => Math.Max(0, Vector3.Dot(m.Ray, normal)));
        var domeOpen = _dome.Average(m => Math.Max(0, Vector3.Dot(m.Ray, normal))) * 2;
        return 1 - (0.55f * key / keyOpen + 0.45f * dome / domeOpen);
    }

    private static float Share(ShadowMap[] maps, Vector3 point, Vector3 normal)
    {
        var sum = 0f;
        foreach (var map in maps)
        {
            var facing = Vector3.Dot(map.Ray, normal);
            if (facing > 0)
                sum += facing * map.Lit(point + normal * map.Grain);
        }
        return sum / maps.Length;
    }

    private static Vector3 KeyRay(int i)
    {
        var (sin, cos) = MathF.SinCos(i * 2.39996f);
        var spread = 0.34f * MathF.Sqrt((i + 0.5f) / KeyRays);
        var right = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, Key));
        return Vector3.Normalize(Key + right * cos * spread + Vector3.Cross(Key, right) * sin * spread);
    }

    private static Vector3 DomeRay(int i)
    {
        var (sin, cos) = MathF.SinCos(i * 2.39996f);
        var y = 0.06f + 0.94f * (i + 0.5f) / DomeRays;
        var r = MathF.Sqrt(1 - y * y);
        return new Vector3(cos * r, y, sin * r);
    }

    /// <summary>What one ray direction sees first, on a square grid.</summary>
    private sealed class ShadowMap
    {
        private const int Size = 200;

        private readonly float[] _nearest = new float[Size * Size];
        private readonly Vector3 _centre;
        private readonly Vector3 _right;
        private readonly Vector3 _up;
        private readonly float _scale;

        public ShadowMap(Vector3 ray, Vector3 centre, float reach, IReadOnlyList<DemoFacet> facets)
        {
            Ray = ray;
            _centre = centre;
            _right = Vector3.Normalize(Vector3.Cross(MathF.Abs(ray.Y) > 0.9f ? Vector3.UnitX : Vector3.UnitY, ray));
            _up = Vector3.Cross(ray, _right);
            _scale = Size / (2 * reach);
            Grain = 2.6f / _scale;
            Array.Fill(_nearest, float.MinValue);
            foreach (var f in facets)
            {
                if (f.Material.Glow > 0.5f)
                    continue;
                var (a, b, c, d) = (Place(f.A), Place(f.B), Place(f.C), Place(f.D));
                Cover(a, b, c);
                Cover(a, c, d);
            }
        }

        public Vector3 Ray { get; }

        public float Grain { get; }

        public float Lit(Vector3 point)
        {
            var p = Place(point);
            var (x, y) = ((int)p.X, (int)p.Y);
            return x < 0 || y < 0 || x >= Size || y >= Size || p.Z >= _nearest[y * Size + x] - Grain * 0.7f ? 1 : 0;
        }

        private Vector3 Place(Vector3 p)
        {
            var q = p - _centre;
            return new Vector3(Vector3.Dot(q, _right) * _scale + Size / 2f, Vector3.Dot(q, _up) * _scale + Size / 2f, Vector3.Dot(q, Ray));
        }

        private void Cover(Vector3 a, Vector3 b, Vector3 c)
        {
            var area = (b.X - a.X) * (c.Y - a.Y) - (c.X - a.X) * (b.Y - a.Y);
            if (MathF.Abs(area) < 1e-6f)
                return;
            var (low, high) = (Vector3.Min(a, Vector3.Min(b, c)), Vector3.Max(a, Vector3.Max(b, c)));
            for (var y = Math.Max(0, (int)low.Y); y <= Math.Min(Size - 1, (int)high.Y); y++)
                for (var x = Math.Max(0, (int)low.X); x <= Math.Min(Size - 1, (int)high.X); x++)
                {
                    var s = ((x + 0.5f - a.X) * (c.Y - a.Y) - (c.X - a.X) * (y + 0.5f - a.Y)) / area;
                    var t = ((b.X - a.X) * (y + 0.5f - a.Y) - (x + 0.5f - a.X) * (b.Y - a.Y)) / area;
                    if (s >= -0.05f && t >= -0.05f && s + t <= 1.05f)
                        _nearest[y * Size + x] = Math.Max(_nearest[y * Size + x], a.Z + s * (b.Z - a.Z) + t * (c.Z - a.Z));
                }
        }
    }
}
