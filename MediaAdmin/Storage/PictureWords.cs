using MediaAdmin.Storage.Cloudinary;

namespace MediaAdmin.Storage;

/// <summary>
/// What a store is to keep beside a picture: its tags, exactly these; texts by their names; and the names of texts that it may have and is to give up. Null tags stay as they are, and so do texts that
/// are not named here: they are other people's.
/// </summary>
public sealed record PictureWords(string Key, IReadOnlyList<string>? Tags, IReadOnlyDictionary<string, string> Texts, IReadOnlyCollection<string> Gone);

public static class StoresOfWords
{
    /// <summary>The stores that keep words with their pictures; the others keep files only, and are told nothing.</summary>
    public static readonly string[] Names = [CloudinaryStore.StoreName];
}
