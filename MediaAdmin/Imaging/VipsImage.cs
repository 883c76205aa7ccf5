using NetVips;

namespace MediaAdmin.Imaging;

/// <summary>What libvips said when it could not do something.</summary>
internal sealed class DecodingException(string message) : Exception(message);

/// <summary>
/// A picture in libvips; pixels are decoded only when something asks for them. Only worker processes may use it: the first use of any
/// type of NetVips loads libvips into the process.
/// </summary>
internal sealed class VipsImage : IDisposable
{
    private readonly Image image;

    private VipsImage(Image image) => this.image = image;

    public int Width => image.Width;

    public int Height => image.Height;

    public int Pages => Number("n-pages") is var pages and > 1 ? pages : 1;

    /// <summary>As EXIF counts: 1 is upright, 5 to 8 lie on their side.</summary>
    public int Orientation => Number("orientation") is var orientation and >= 1 and <= 8 ? orientation : 1;

    public bool HasAlpha => image.HasAlpha();

    /// <summary>
    /// Opens by the loader of that one type: libvips never guesses what a file is, and the name is a plain property, so nothing in it
    /// is an option.
    /// </summary>
    public static VipsImage Open(PictureType type, string path, Enums.FailOn failOn, int shrink = 1, bool allFrames = false)
    {
        const Enums.Access once = Enums.Access.Sequential;
        int? frames = allFrames ? -1 : null;
        return new(Operate(() => type switch
        {
            PictureType.Jpeg => Image.Jpegload(path, shrink: shrink, access: once, failOn: failOn),
            PictureType.Png => Image.Pngload(path, access: once, failOn: failOn),
            PictureType.WebP => Image.Webpload(path, n: frames, access: once, failOn: failOn),
            PictureType.Gif => Image.Gifload(path, n: frames, access: once, failOn: failOn),
            PictureType.Avif => Image.Heifload(path, access: once, failOn: failOn),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        }));
    }

    public static VipsImage OpenSvg(byte[] text, double scale) => new(Operate(() => Image.SvgloadBuffer(text, scale: scale)));

    /// <summary>Upright, sRGB, inside a square of that side, never larger than it was.</summary>
    public VipsImage Shrunk(int maxSide)
    {
        Image Thumbnail(string? profile) => Operate(() => image.ThumbnailImage(maxSide, maxSide, Enums.Size.Down, outputProfile: profile));
        try
        {
            return new(Thumbnail("srgb"));
        }
        catch (DecodingException e) when (e.Message.Contains("profile", StringComparison.OrdinalIgnoreCase))
        {
            // A broken colour profile does not make a broken picture: it is shown as if it had none.
            return new(Thumbnail(null));
        }
    }

    public VipsImage Stretched(int width, int height) => new(Operate(() => image.ThumbnailImage(width, height, Enums.Size.Force)));

    /// <summary>One byte of brightness for each pixel; what is transparent is white.</summary>
    public byte[] Brightness()
    {
        using var opaque = Operate(() => HasAlpha ? image.Flatten(background: [255]) : image.Copy());
        using var grey = Operate(() => opaque.Colourspace(Enums.Interpretation.Bw));
        return Heard(grey.WriteToMemory<byte>);
    }

    /// <summary>Decodes it now, all of it.</summary>
    public VipsImage InMemory() => new(Heard(image.CopyMemory));

    /// <summary>Decodes every pixel and keeps none.</summary>
    public void DecodeAll() => Operate(image.Avg);

    /// <summary>Writes the pixels alone: no profile, no metadata. Only WebP can be had without loss or with.</summary>
    public void Save(PictureType type, string path, bool lossless)
    {
        const Enums.ForeignKeep bare = Enums.ForeignKeep.None;
        Operate(() =>
        {
            switch (type)
            {
                case PictureType.Jpeg:
                    image.Jpegsave(path, q: 88, keep: bare, background: [255]);
                    break;
                case PictureType.Png:
                    image.Pngsave(path, keep: bare);
                    break;
                case PictureType.WebP when lossless:
                    image.Webpsave(path, lossless: true, keep: bare);
                    break;
                case PictureType.WebP:
                    // The usual effort, 4, takes a quarter more time for one percent fewer bytes.
                    image.Webpsave(path, q: 80, effort: 2, keep: bare);
                    break;
                case PictureType.Gif:
                    image.Gifsave(path, keep: bare);
                    break;
                case PictureType.Avif:
                    image.Heifsave(path, compression: Enums.ForeignHeifCompression.Av1, effort: 1, keep: bare);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(type), type, null);
            }
            return true;
        });
    }

    public void Dispose() => image.Dispose();

    private int Number(string name) => image.Contains(name) && image.Get(name) is int number ? number : 0;

    private static T Operate<T>(Func<T> operation)
    {
        // Some operations leave complaints behind although they succeeded, and the next failure would tell them as its own.
        // NetVips empties libvips' error buffer only when it makes an exception.
        _ = new VipsException("");
        return Heard(operation);
    }

    /// <summary>Without the line that NetVips puts before what libvips says: its words must not take part in a verdict.</summary>
    private static T Heard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (VipsException e)
        {
            var said = e.Message[(e.Message.IndexOf('\n') + 1)..].Trim().ReplaceLineEndings("; ");
            throw new DecodingException(said.Length == 0 ? "libvips failed without a reason" : said);
        }
    }
}
