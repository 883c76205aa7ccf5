using System.Numerics;

namespace MediaAdmin.Setup.Demo;

/// <summary>A long lens looking slightly down; <see cref="Frame"/> sets a body into a part of the picture.</summary>
internal sealed class DemoCamera
{
    private readonly Vector3 _target;
    private readonly Vector3 _towards;
    private readonly Vector3 _up;
    private readonly float _distance;
    private float _scale = 1;
    private Vector2 _shift;

    private DemoCamera(Vector3 target, float pitch, float distance)
    {
        var (sin, cos) = MathF.SinCos(pitch * MathF.PI / 180);
        (_target, _towards, _up, _distance) = (target, new Vector3(0, sin, cos), new Vector3(0, cos, -sin), distance);
    }

    public Vector3 Eye => _target + _towards * _distance;

    public static DemoCamera Frame(DemoSolid solid, DemoShot shot)
    {
        var corners = solid.Facets.SelectMany(f => new[] { f.A, f.C }).Where(p => p.Y <= solid.FramedTop).ToArray();
        var (low, high) = (corners.Aggregate(Vector3.Min), corners.Aggregate(Vector3.Max));
        var camera = new DemoCamera((low + high) / 2, shot.Pitch, (high - low).Length() * 3.4f);
        var seen = corners.Select(camera.Project).ToArray();
        var (left, right) = (seen.Min(p => p.X), seen.Max(p => p.X));
        var (top, bottom) = (seen.Min(p => p.Y), seen.Max(p => p.Y));
        var box = shot.Box;
        camera._scale = shot.Zoom * Math.Min(box.Width * shot.Width / (right - left), box.Height * shot.Height / (bottom - top));
        var focus = new Vector2(float.Lerp(left, right, shot.Focus.X), float.Lerp(top, bottom, shot.Focus.Y));
        camera._shift = new Vector2(box.X * shot.Width, box.Y * shot.Height) - focus * camera._scale;
        return camera;
    }

    public Vector2 Project(Vector3 point)
    {
        var q = point - _target;
        var near = _distance / (_distance - Vector3.Dot(q, _towards));
        return new Vector2(q.X * near, -Vector3.Dot(q, _up) * near) * _scale + _shift;
    }

    /// <summary>Where the line of sight through a place of the picture meets the floor or, beyond it, the wall.</summary>
    public (Vector3 Point, Vector3 Normal) Backdrop(Vector2 place, float wall, bool floor)
    {
        var plane = (place - _shift) / _scale;
        var ray = Vector3.Normalize(_target + Vector3.UnitX * plane.X - _up * plane.Y - Eye);
        if (floor && ray.Y < 0)
        {
            var ground = Eye - ray * (Eye.Y / ray.Y);
            if (ground.Z >= wall)
                return (ground, Vector3.UnitY);
        }
        return (Eye + ray * ((wall - Eye.Z) / ray.Z), Vector3.UnitZ);
    }

    /// <summary>The height in the picture at which floor and wall meet.</summary>
    public float Horizon(float wall) => Project(new Vector3(_target.X, 0, wall)).Y;
}

/// <summary>A part of the picture, by its centre and size, as fractions.</summary>
internal readonly record struct DemoBox(float X, float Y, float Width, float Height);

/// <summary>Picture size, framing and set of one photograph.</summary>
internal sealed record DemoShot(int Width, int Height, DemoBox Box, float Pitch, string Wall, string Floor)
{
    public float Zoom { get; init; } = 1;

    /// <summary>The place of the body's outline that stands in the middle of the box.</summary>
    public Vector2 Focus { get; init; } = new(0.5f, 0.5f);

    /// <summary>A wall hangs straight behind the body and there is no floor.</summary>
    public bool Hung { get; init; }

    /// <summary>Window light falls on the wall.</summary>
    public bool Window { get; init; }
}
