using MediaAdmin.Catalog;

namespace MediaAdmin.Tests.Portal;

/// <summary>Pictures of a library that only parts see.</summary>
static class LibraryParts
{
    public static AssetView Asset(long id, string alt = "", string title = "front", DateTimeOffset? at = null, bool isDecorative = false) => new(
        id, "front.jpg", "image/jpeg", 82_000, 800, 600, "00", title, alt, alt, [], isDecorative, "user:1", at ?? Some.Noon, $"/thumbnail/{id}", $"/preview/{id}", $"/original/{id}");

    public static LibraryRow Row(long id, int galleries = 1, string alt = "") => new(Asset(id, alt), galleries);
}
