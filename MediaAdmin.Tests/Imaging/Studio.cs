using MediaAdmin.Imaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Tests.Imaging;

[CollectionDefinition(Name)]
public sealed class ImagingTests : ICollectionFixture<Studio>
{
    public const string Name = "Imaging";
}

/// <summary>Draws the pictures the tests need, keeps them in a folder of its own, and holds one image tool with the usual limits.</summary>
public sealed class Studio : IAsyncLifetime
{
    public const int Width = 192, Height = 128;

    // Flat fields on a 32 pixel grid: even JPEG keeps them exactly, and no turned copy looks like another.
    public const string Scene = """
        <rect width="192" height="128" fill="#406080"/><rect width="64" height="32" fill="#c02020"/>
        <rect x="128" width="64" height="64" fill="#20a040"/><rect y="96" width="96" height="32" fill="#e0e0e0"/>
        """;

    private readonly Dictionary<(PictureType, string, int, int), byte[]> drawn = [];

    public ImageTool Tool { get; } = NewTool(_ => { });

    public string Folder { get; } = Directory.CreateTempSubdirectory("imaging-").FullName;

    public static ImageTool NewTool(Action<ImagingOptions> configure)
    {
        var options = new ImagingOptions();
        configure(options);
        return new(Options.Create(options), NullLogger<ImageTool>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Tool.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public Task<byte[]> SceneAsync(PictureType type) => DrawAsync(type, Scene, Width, Height);

    /// <summary>Fine detail all over, so that a file cut anywhere lacks something.</summary>
    public Task<byte[]> NoiseAsync(PictureType type) => DrawAsync(type, """
        <filter id="n"><feTurbulence baseFrequency="0.4" numOctaves="3"/></filter>
        <rect width="300" height="200" fill="#fff"/><rect width="300" height="200" filter="url(#n)"/>
        """, 300, 200);

    public async Task<byte[]> DrawAsync(PictureType type, string content, int width, int height)
    {
        if (drawn.TryGetValue((type, content, width, height), out var known)) return known;
        var path = NewPath("." + type.Extension());
        var svg = $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{content}</svg>""";
        await Tool.DrawAsync(svg, path, width, height, CancellationToken.None);
        return drawn[(type, content, width, height)] = await File.ReadAllBytesAsync(path);
    }

    /// <summary>The scene as a camera would store it that was held in that orientation (EXIF numbers).</summary>
    public Task<byte[]> TurnedSceneAsync(PictureType type, int orientation)
    {
        var (matrix, sideways) = orientation switch
        {
            1 => ("1 0 0 1 0 0", false),
            2 => ($"-1 0 0 1 {Width} 0", false),
            3 => ($"-1 0 0 -1 {Width} {Height}", false),
            4 => ($"1 0 0 -1 0 {Height}", false),
            5 => ("0 1 1 0 0 0", true),
            6 => ($"0 -1 1 0 0 {Width}", true),
            7 => ($"0 -1 -1 0 {Height} {Width}", true),
            _ => ($"0 1 -1 0 {Height} 0", true),
        };
        return DrawAsync(type, $"""<g transform="matrix({matrix})">{Scene}</g>""", sideways ? Height : Width, sideways ? Width : Height);
    }

    public string NewPath(string ending) => Path.Combine(Folder, Guid.NewGuid().ToString("N") + ending);

    public string Put(byte[] content, string? name = null)
    {
        var path = name is null ? NewPath(".upload") : Path.Combine(Directory.CreateDirectory(NewPath("")).FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public Task<Looked> ExamineAsync(byte[] content) => ExamineAsync(Tool, content);

    public async Task<Looked> ExamineAsync(ImageTool tool, byte[] content, params int[] sides)
    {
        var (source, clean) = (Put(content), NewPath(".clean"));
        Rendition[] renditions = [.. (sides is [] ? [400, 100] : sides).Select(side => new Rendition(side, NewPath($".{side}.webp")))];
        var verdict = await tool.ExamineAsync(source, clean, renditions, CancellationToken.None);
        return new(verdict, source, clean, renditions);
    }

    public async Task<Refusal> RefusalAsync(byte[] content)
    {
        var looked = await ExamineAsync(content);
        Assert.False(File.Exists(looked.Clean));
        Assert.DoesNotContain(looked.Renditions, r => File.Exists(r.Path));
        return Assert.IsType<PictureVerdict.Refused>(looked.Verdict).Reason;
    }

    public sealed record Looked(PictureVerdict Verdict, string Source, string Clean, IReadOnlyList<Rendition> Renditions)
    {
        public PictureFacts Facts =>
            Verdict is PictureVerdict.Accepted accepted ? accepted.Facts : throw new InvalidOperationException(Verdict.ToString());

        public byte[] Stored => File.ReadAllBytes(Facts.Rewritten ? Clean : Source);

        public byte[] Shown => File.ReadAllBytes(Renditions[0].Path);
    }
}
