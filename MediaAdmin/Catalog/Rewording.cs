using System.Runtime.CompilerServices;
using System.Text.Json;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>
/// The words that many pictures can be given together, as far as they matter: an alt text is null where it stays whatever it is, so that pictures with different ones can be kept together.
/// Equal when they say the same.
/// </summary>
sealed record SharedWords(string? AltEn, string? AltTr, IReadOnlyList<string> Tags)
{
    /// <summary>What a search looks through ends with this (<see cref="Asset.SearchText"/>).</summary>
    public string SearchEnd => Folding.Fold(string.Concat(((string?[])[AltEn, AltTr, .. Tags]).Where(t => t is not null).Select(t => ' ' + t)));

    /// <summary>Those of these pictures, one after the other. With the English alt text the Turkish one too, because it stands behind it in what a search looks through.</summary>
    public static async IAsyncEnumerable<(long Id, SharedWords Words)> Of(IQueryable<Asset> pictures, bool english, bool turkish, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var second = english || turkish;
        var read = pictures.Select(a => new { a.Id, En = english ? a.AltEn : null, Tr = second ? a.AltTr : null, a.Tags });
        await foreach (var a in read.AsAsyncEnumerable().WithCancellation(ct)) yield return (a.Id, new(a.En, a.Tr, a.Tags));
    }

    /// <summary>What the store has to be told of a picture that had those words.</summary>
    public WordParts Since(SharedWords before) => (Tags.SequenceEqual(before.Tags) ? 0 : WordParts.Tags) | ((AltEn, AltTr) == (before.AltEn, before.AltTr) ? 0 : WordParts.Texts)
        | ((AltEn == "" && before.AltEn != "") || (AltTr == "" && before.AltTr != "") ? WordParts.Fewer : 0);

    public bool Equals(SharedWords? other) => other is not null && AltEn == other.AltEn && AltTr == other.AltTr && Tags.SequenceEqual(other.Tags);

    public override int GetHashCode() => Tags.Aggregate(HashCode.Combine(AltEn, AltTr), HashCode.Combine);
}

/// <summary>Pictures with the words that they had and those that they get, kept together by the words: one statement writes them all.</summary>
sealed class Rewording
{
    private readonly Dictionary<(SharedWords Before, SharedWords After), List<long>> _changes = [];

    public int Pictures { get; private set; }

    /// <summary>Nothing happens when it has these words already.</summary>
    public void Give(long picture, SharedWords before, SharedWords after)
    {
        if (before.Equals(after)) return;
        if (!_changes.TryGetValue((before, after), out var pictures)) _changes[(before, after)] = pictures = [];
        pictures.Add(picture);
        Pictures++;
    }

    public FormerWords Former(int most) => new() { Pictures = Pictures, Changes = _changes.Count > most ? [] : [.. _changes.Select(c => (c.Key.Before, c.Key.After, (IReadOnlyList<long>)c.Value))] };

    /// <summary>Inside the caller's transaction and turn (<see cref="AssetWords.Turn"/>). File name and title, with which the searched text begins, stay as they are.</summary>
    public async Task WriteAsync(MediaDb db, CancellationToken ct)
    {
        await UpdateAsync(db, ct);
        await OwedWords.NoteAsync(db, () => _changes.SelectMany(c => c.Value.Select(id => (id, c.Key.After.Since(c.Key.Before)))), ct);
    }

    private Task<int> UpdateAsync(MediaDb db, CancellationToken ct)
    {
        var words = JsonSerializer.Serialize(_changes.Keys.Select((c, n) => new { n, en = c.After.AltEn, tr = c.After.AltTr, tags = c.After.Tags, cut = c.Before.SearchEnd.EnumerateRunes().Count(), tail = c.After.SearchEnd }));
        var pictures = JsonSerializer.Serialize(_changes.Values.SelectMany((ids, n) => ids.Select(id => (id, n))).ToDictionary(p => p.id, p => p.n));
        return db is PostgresMediaDb
            ? db.Database.ExecuteSqlAsync($"""
                UPDATE "Assets" SET "AltEn" = COALESCE(w.en, "AltEn"), "AltTr" = COALESCE(w.tr, "AltTr"), "Tags" = ARRAY(SELECT jsonb_array_elements_text(w.tags)), "SearchText" = substr("SearchText", 1, length("SearchText") - w.cut) || w.tail
                FROM jsonb_each_text({pictures}::jsonb) AS p(id, n), jsonb_to_recordset({words}::jsonb) AS w(n int, en text, tr text, tags jsonb, cut int, tail text) WHERE w.n = p.n::int AND "Assets"."Id" = p.id::bigint
                """, ct)
            : db.Database.ExecuteSqlAsync($"""
                WITH w AS MATERIALIZED (SELECT key AS n, value ->> 'en' AS en, value ->> 'tr' AS tr, value -> 'tags' AS tags, value ->> 'cut' AS cut, value ->> 'tail' AS tail FROM json_each({words}))
                UPDATE "Assets" SET "AltEn" = COALESCE(w.en, "AltEn"), "AltTr" = COALESCE(w.tr, "AltTr"), "Tags" = w.tags, "SearchText" = substr("SearchText", 1, length("SearchText") - w.cut) || w.tail
                FROM json_each({pictures}) p JOIN w ON w.n = p.value WHERE "Assets"."Id" = CAST(p.key AS integer)
                """, ct);
    }
}
