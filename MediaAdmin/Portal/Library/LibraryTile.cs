using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Library;

/// <summary>A picture as the library shows it: its place in the list, counted from 0, of how many, chosen or not.</summary>
public sealed record LibraryTile(LibraryRow Row, int Index, int Total, bool IsChosen)
{
    public AssetView Asset => Row.Asset;
}

/// <summary>
/// A stretch of the library that is fetched, measured and thrown away as one. So many pictures fill the rows of two, three, four, six, eight and twelve columns,
/// so that the style sheet alone decides how many there are and the server need not know.
/// </summary>
public sealed record LibraryShelf(int First, IReadOnlyList<LibraryRow> Rows)
{
    public const int Size = 24;
}
