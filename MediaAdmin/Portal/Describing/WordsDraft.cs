using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Editing;
using MediaAdmin.ImportExport;

namespace MediaAdmin.Portal.Describing;

/// <summary>Where the words of a picture stand: as they are in the library, on the way there, just arrived, refused, overtaken by somebody else's, the picture gone, or no answer.</summary>
public enum WordsState { Same, Saving, Saved, Refused, Overtaken, Gone, Failed }

/// <summary>The words of one picture as a page that comes back goes on with them.</summary>
public sealed record KeptWords(long AssetId, WordsDraft.Texts Seen, WordsDraft.Texts Now);

/// <summary>The words of one picture while they are written: as they stand in the fields, and as they were in the library when they were read. Tags are one text, with commas.</summary>
public sealed class WordsDraft
{
    private Texts _seen;

    public WordsDraft(AssetView asset) => (Asset, _seen, Now) = (asset, Texts.Of(asset), Texts.Of(asset));

    /// <summary>Goes on with words that were kept, on top of those that the library has now.</summary>
    public WordsDraft(AssetView asset, KeptWords kept) : this(asset)
    {
        (_seen, Now) = (kept.Seen, kept.Now);
        Read(asset);
        Look();
    }

    /// <summary>The words of a picture as fields have them.</summary>
    public sealed record Texts(string Title, string AltEn, string AltTr, bool IsDecorative, string Tags)
    {
        public static Texts Of(AssetView asset) => new(asset.Title, asset.AltEn, asset.AltTr, asset.IsDecorative, Cell.Join(asset.Tags));
    }

    /// <summary>The picture as it was last read.</summary>
    public AssetView Asset { get; private set; }

    /// <summary>What the fields say.</summary>
    public Texts Now { get; set; }

    public WordsState State { get; private set; }

    /// <summary>The field that is refused, as programs call it.</summary>
    public string? RefusedField { get; private set; }

    /// <summary>Somebody is at its fields, where a text that is half typed is not known here yet: news would take it away.</summary>
    public bool IsHeld { get; set; }

    public bool IsChanged => Now != _seen;

    public KeptWords Kept => new(Asset.Id, _seen, Now);

    /// <summary>What came from the library goes into the fields that nobody has touched here.</summary>
    public void Read(AssetView asset)
    {
        var (mine, seen, theirs) = (Now, _seen, Texts.Of(asset));
        var (title, seenTitle) = Merge(mine.Title, seen.Title, theirs.Title);
        var (altEn, seenEn) = Merge(mine.AltEn, seen.AltEn, theirs.AltEn);
        var (altTr, seenTr) = Merge(mine.AltTr, seen.AltTr, theirs.AltTr);
        var (mark, seenMark) = Merge(mine.IsDecorative, seen.IsDecorative, theirs.IsDecorative);
        var (tags, seenTags) = Merge(mine.Tags, seen.Tags, theirs.Tags);
        (Asset, Now, _seen) = (asset, new(title, altEn, altTr, mark, tags), new(seenTitle, seenEn, seenTr, seenMark, seenTags));
    }

    /// <summary>Sends what is changed; fields that somebody else changed meanwhile stop it.</summary>
    public async Task SaveAsync(AssetList list, Actor me, CancellationToken ct)
    {
        if (!IsChanged || State == WordsState.Saving)
        {
            if (!IsChanged && State is not WordsState.Saved) State = WordsState.Same;
            return;
        }
        var (sent, seen) = (Now, _seen);
        State = WordsState.Saving;
        try
        {
            var (asset, fault, overtaken) = await list.DescribeAsync(Asset.Id, Changed(sent, sent, seen), me, ct, Changed(seen, sent, seen));
            RefusedField = fault?.Field;
            State = fault is not null ? WordsState.Refused : asset is null ? WordsState.Gone : overtaken ? WordsState.Overtaken : WordsState.Saved;
            if (asset is not null && !overtaken) Rebase(sent, asset);
            else if (asset is not null) Asset = asset;
        }
        catch (Exception e) when (e is not (OperationCanceledException or AccessDeniedException)) // the words stay in their fields; leaving the row tries again
        {
            State = WordsState.Failed;
        }
    }

    /// <summary>What somebody else wrote counts.</summary>
    public void TakeTheirs() => (Now, _seen, State) = (Texts.Of(Asset), Texts.Of(Asset), WordsState.Same);

    /// <summary>What is changed, for who saves it together with other things; null when nothing is.</summary>
    public WordsEdit? Edit => IsChanged ? new(Changed(Now, Now, _seen), Changed(_seen, Now, _seen)) : null;

    /// <summary>Somebody else changed the same field to something else.</summary>
    public bool IsOvertaken => IsChanged && Texts.Of(Asset) is var theirs
        && (Differs(Now.Title, _seen.Title, theirs.Title) || Differs(Now.AltEn, _seen.AltEn, theirs.AltEn) || Differs(Now.AltTr, _seen.AltTr, theirs.AltTr)
            || Differs(Now.IsDecorative, _seen.IsDecorative, theirs.IsDecorative) || Differs(Now.Tags, _seen.Tags, theirs.Tags));

    /// <summary>Says whether it is overtaken, and no longer what was wrong before.</summary>
    public void Look() => (State, RefusedField) = (IsOvertaken ? WordsState.Overtaken : WordsState.Same, null);

    public void Refuse(string field) => (State, RefusedField) = (WordsState.Refused, field);

    /// <summary>What stands here counts; it is not saved by that.</summary>
    public void KeepMine() => (_seen, State) = (Texts.Of(Asset), WordsState.Same);

    /// <summary>What stands here counts, now that the other's words are known.</summary>
    public Task KeepMineAsync(AssetList list, Actor me, CancellationToken ct)
    {
        KeepMine();
        return SaveAsync(list, me, ct);
    }

    private void Rebase(Texts sent, AssetView asset)
    {
        _seen = sent;
        Read(asset);
    }

    /// <summary>Of these words, those whose field was changed.</summary>
    private static AssetWords Changed(Texts words, Texts now, Texts seen) => new(
        now.Title == seen.Title ? null : words.Title, now.AltEn == seen.AltEn ? null : words.AltEn, now.AltTr == seen.AltTr ? null : words.AltTr,
        now.Tags == seen.Tags ? null : Cell.Split(words.Tags), now.IsDecorative == seen.IsDecorative ? null : words.IsDecorative);

    private static (T Mine, T Seen) Merge<T>(T mine, T seen, T theirs) => Equals(mine, seen) || Equals(mine, theirs) ? (theirs, theirs) : (mine, seen);

    private static bool Differs<T>(T mine, T seen, T theirs) => !Equals(mine, seen) && !Equals(theirs, seen) && !Equals(mine, theirs);
}
