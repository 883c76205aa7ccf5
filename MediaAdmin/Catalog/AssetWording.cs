using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>The words that pictures had before they were given others together, and those others: what it takes to bring the former back.</summary>
public sealed class FormerWords
{
    internal Dictionary<long, AssetWords> Before { get; } = [];
    internal Dictionary<long, AssetWords> After { get; } = [];

    public int Pictures => Before.Count;
}

/// <summary>Gives many pictures the same words. What a search looks through is folded here and not by the database, so the rows come and go once: the same few statements however many there are.</summary>
public sealed class AssetWording(IDbContextFactory<MediaDb> dbs, Announcements news)
{
    /// <summary>How many pictures have other words now, and which they had, for <see cref="UndoAsync"/>; or what is wrong.</summary>
    public async Task<(int Changed, FieldFault? Fault, FormerWords Former)> DescribeAsync(AssetChoice choice, CommonWords words, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        var former = new FormerWords();
        if ((choice.Check() ?? words.Check()) is { } fault) return (0, fault, former);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AssetWords.Turn, ct);
        var changed = new List<Described>();
        await foreach (var asset in choice.In(db).AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            var before = Described.Of(asset);
            if (!words.Describe(asset)) continue;
            changed.Add(Described.Of(asset) with { Changed = OwedWords.Between(before.All, asset) });
            (former.Before[asset.Id], former.After[asset.Id]) = (before.Words, changed[^1].Words);
        }
        if (changed.Count == 0) return (0, null, former);
        await WriteAsync(db, changed, ct);
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return (changed.Count, null, former);
    }

    /// <summary>Brings the former words back, exactly; how many pictures have them again. Those that got yet others meanwhile keep these.</summary>
    public async Task<int> UndoAsync(FormerWords former, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AssetWords.Turn, ct);
        var (changed, _) = await ReadAsync(db, former.Before, former.After, ct);
        if (changed.Count == 0) return 0;
        await WriteAsync(db, changed, ct);
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return changed.Count;
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

        /// <summary>What many pictures can be given together.</summary>
        [JsonIgnore]
        public AssetWords Words => new(null, AltEn, AltTr, Tags);

        /// <summary>The same words.</summary>
        public bool Says(Described other) => this == other with { Tags = Tags, Changed = Changed } && Tags.SequenceEqual(other.Tags);
    }
}
