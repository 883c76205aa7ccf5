using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>
/// The words that so many pictures had before they were given others together, and those others: what it takes to bring the former back. Pictures that had the same words are kept together,
/// so that it is small; nothing is kept when too many different ones were written over (<see cref="AssetWording.MostUndone"/>).
/// </summary>
public sealed class FormerWords
{
    internal IReadOnlyList<(SharedWords Before, SharedWords After, IReadOnlyList<long> Ids)> Changes { get; init; } = [];

    public int Pictures { get; init; }

    public bool CanUndo => Changes.Count > 0;
}

/// <summary>
/// Gives many pictures the same words, by the same few statements however many there are. What a search looks through is folded here and not by the database; only what differs between
/// pictures is read and written: hundreds of thousands that had the same tags cost their ids.
/// </summary>
public sealed class AssetWording(IDbContextFactory<MediaDb> dbs, Announcements news)
{
    /// <summary>Of how many different words on pictures the former ones are kept; tags are shared by many, alt texts that are written over are not.</summary>
    public const int MostUndone = 10_000;

    /// <summary>How many pictures have other words now, and which they had, for <see cref="UndoAsync"/>; or what is wrong. When more than <see cref="MostUndone"/> different ones were written over there is no undo.</summary>
    public async Task<(int Changed, FieldFault? Fault, FormerWords Former)> DescribeAsync(AssetChoice choice, CommonWords words, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        if ((choice.Check() ?? words.Check()) is { } fault) return (0, fault, new());
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AssetWords.Turn, ct);
        var rewording = new Rewording();
        await foreach (var (id, shared) in SharedWords.Of(choice.In(db), words.AltEn is not null, words.AltTr is not null, ct)) rewording.Give(id, shared, words.Describe(shared));
        if (rewording.Pictures == 0) return (0, null, new());
        await rewording.WriteAsync(db, ct);
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return (rewording.Pictures, null, rewording.Former(MostUndone));
    }

    /// <summary>Brings the former words back, exactly; how many pictures have them again. Those that got yet others meanwhile keep these.</summary>
    public async Task<int> UndoAsync(FormerWords former, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AssetWords.Turn, ct);
        var changes = former.Changes.SelectMany(c => c.Ids.Select(id => (id, c.Before, c.After))).ToDictionary(c => c.id);
        var (rewording, seen) = (new Rewording(), former.Changes.Select(c => c.Before).FirstOrDefault());
        await foreach (var (id, now) in SharedWords.Of(new AssetChoice(AssetIds: [.. changes.Keys]).In(db), seen?.AltEn is not null, seen?.AltTr is not null, ct))
        {
            var (_, before, after) = changes[id];
            if (now.Equals(after)) rewording.Give(id, now, before);
        }
        if (rewording.Pictures == 0) return 0;
        await rewording.WriteAsync(db, ct);
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return rewording.Pictures;
    }

    /// <summary>Each picture gets words of its own. How many have other words now (with <paramref name="dryRun"/>: would have), or what is wrong: then nothing changes. What is not in the library is left out.</summary>
    public async Task<(int Changed, FieldFault? Fault)> DescribeEachAsync(IReadOnlyDictionary<long, AssetWords> words, bool dryRun, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        if (words.Values.Select(w => w.Check()).FirstOrDefault(f => f is not null) is { } fault) return (0, fault);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AssetWords.Turn, ct);
        var (changed, _) = await ReadAsync(db, words, ImmutableDictionary<long, AssetWords>.Empty, ct);
        if (dryRun || changed.Count == 0) return (changed.Count, null);
        await WriteAsync(db, changed, ct);
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return (changed.Count, null);
    }

    /// <summary>Writes the words of these pictures as they are in memory: two statements at most. Inside the caller's transaction and turn (<see cref="AssetWords.Turn"/>).</summary>
    internal static Task WriteAsync(MediaDb db, IEnumerable<Asset> described, CancellationToken ct) => WriteAsync(db, [.. described.Select(Described.Of)], ct);

    /// <summary>
    /// The same inside the caller's transaction, and only over the words that somebody saw: how many have other words now, and the pictures whose words are others by now; when there are any, nothing changes.
    /// The caller holds <see cref="AssetWords.Turn"/>.
    /// </summary>
    internal static async Task<(int Changed, IReadOnlyList<long> Overtaken)> DescribeEachAsync(
        MediaDb db, IReadOnlyDictionary<long, AssetWords> words, IReadOnlyDictionary<long, AssetWords> seen, CancellationToken ct)
    {
        var (changed, overtaken) = await ReadAsync(db, words, seen, ct);
        if (changed.Count == 0 || overtaken.Count > 0) return (0, overtaken);
        await WriteAsync(db, changed, ct);
        return (changed.Count, []);
    }

    /// <summary>What would have to be written, and what is left out because its words are not those seen any more.</summary>
    private static async Task<(List<Described> Changed, List<long> Overtaken)> ReadAsync(
        MediaDb db, IReadOnlyDictionary<long, AssetWords> words, IReadOnlyDictionary<long, AssetWords> seen, CancellationToken ct)
    {
        var (changed, overtaken) = (new List<Described>(), new List<long>());
        await foreach (var asset in new AssetChoice(AssetIds: [.. words.Keys]).In(db).AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            if (seen.GetValueOrDefault(asset.Id)?.IsOvertaken(asset, words[asset.Id]) == true)
            {
                overtaken.Add(asset.Id);
                continue;
            }
            var before = Described.Of(asset);
            asset.Describe(words[asset.Id]);
            if (!before.Says(Described.Of(asset))) changed.Add(Described.Of(asset) with { Changed = OwedWords.Between(before.All, asset) });
        }
        return (changed, overtaken);
    }

    private static async Task WriteAsync(MediaDb db, IReadOnlyCollection<Described> described, CancellationToken ct)
    {
        await WriteAsync(db, JsonSerializer.Serialize(described), ct);
        await OwedWords.NoteAsync(db, described.Select(d => (d.Id, d.Store, d.Changed)), ct);
    }

    private static Task<int> WriteAsync(MediaDb db, string rows, CancellationToken ct) => db is PostgresMediaDb
        ? db.Database.ExecuteSqlAsync($"""
            UPDATE "Assets" SET "Title" = w."Title", "IsDecorative" = w."IsDecorative", "AltEn" = w."AltEn", "AltTr" = w."AltTr", "Tags" = ARRAY(SELECT jsonb_array_elements_text(w."Tags")), "SearchText" = w."SearchText"
            FROM jsonb_to_recordset({rows}::jsonb) AS w("Id" bigint, "Title" text, "IsDecorative" boolean, "AltEn" text, "AltTr" text, "Tags" jsonb, "SearchText" text) WHERE "Assets"."Id" = w."Id"
            """, ct)
        : db.Database.ExecuteSqlAsync($"""
            UPDATE "Assets" SET "Title" = w.value ->> 'Title', "IsDecorative" = w.value ->> 'IsDecorative', "AltEn" = w.value ->> 'AltEn', "AltTr" = w.value ->> 'AltTr', "Tags" = w.value -> 'Tags', "SearchText" = w.value ->> 'SearchText'
            FROM json_each({rows}) w WHERE "Assets"."Id" = w.value ->> 'Id'
            """, ct);

    private sealed record Described(long Id, string Title, bool IsDecorative, string AltEn, string AltTr, List<string> Tags, string SearchText)
    {
        public static Described Of(Asset asset) => new(asset.Id, asset.Title, asset.IsDecorative, asset.AltEn, asset.AltTr, asset.Tags, asset.SearchText) { Store = asset.Store };

        /// <summary>The store that holds it, and what it has to be told.</summary>
        [JsonIgnore]
        public string Store { get; private init; } = "";
        [JsonIgnore]
        public WordParts Changed { get; init; } = WordParts.All;

        [JsonIgnore]
        public AssetWords All => new(Title, AltEn, AltTr, Tags);

        /// <summary>The same words.</summary>
        public bool Says(Described other) => this == other with { Tags = Tags, Changed = Changed } && Tags.SequenceEqual(other.Tags);
    }
}
