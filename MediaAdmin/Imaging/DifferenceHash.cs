namespace MediaAdmin.Imaging;

/// <summary>
/// 64 bits that say whether brightness grows from each point to its neighbour on the right, in a picture shrunk to 9 by 8 points: nearly the same for
/// copies of another size, quality or tint ("difference hash", Neal Krawetz, 2013).
/// </summary>
internal static class DifferenceHash
{
    private const int Rows = 8, Columns = 9;

    public static long Of(VipsImage image)
    {
        using var tiny = image.Stretched(Columns, Rows);
        var brightness = tiny.Brightness();
        var hash = 0UL;
        for (var row = 0; row < Rows; row++)
            for (var column = 0; column + 1 < Columns; column++)
                hash = hash << 1 | (brightness[row * Columns + column] < brightness[row * Columns + column + 1] ? 1UL : 0);
        return unchecked((long)hash);
    }
}
