namespace MediaAdmin.Imaging.Formats;

/// <summary>The one thing of EXIF that is kept: which way up the picture is.</summary>
internal static class Exif
{
    /// <summary>A TIFF directory with the orientation as its only entry.</summary>
    public static byte[] Only(int orientation) =>
    [
        .. "II*\0"u8, 8, 0, 0, 0,
        1, 0,
        0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
        0, 0, 0, 0,
    ];
}
