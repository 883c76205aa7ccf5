using FsCheck;
using FsCheck.Fluent;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>
/// Whatever is done in whatever order to galleries that share pictures, they look as the plainest model says. A failure names the shortest sequence found,
/// and FsCheck's seed to repeat it.
/// </summary>
public sealed class AnySequenceTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private static readonly int Walks = int.TryParse(Environment.GetEnvironmentVariable("MEDIAADMIN_WALKS"), out var number) ? number : 8;

    private static readonly (int Weight, Move Move)[] Moves =
        [(3, Move.Add), (2, Move.Insert), (3, Move.Share), (5, Move.Delete), (2, Move.DeleteProduct), (5, Move.UndoAct), (4, Move.UndoPictures), (3, Move.Reorder), (1, Move.Purge)];

    private static readonly Gen<Deed> Deeds =
        from move in Gen.Frequency([.. Moves.Select(m => (m.Weight, Gen.Constant(m.Move)))])
        from seed in Gen.Choose(0, int.MaxValue)
        select new Deed(move, seed);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Any_sequence_of_adding_deleting_undoing_and_reordering_leaves_places_gapless_and_undo_exact(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var sequences = Arb.From(Gen.ArrayOf(Deeds, 40), Arb.Array(Arb.From(Deeds)).Shrinker);
        var property = Prop.ForAll(sequences, deeds => new GalleryWalk(bench).RunAsync(deeds).GetAwaiter().GetResult());
        await Task.Run(() => property.Check(Config.QuickThrowOnFailure.WithMaxTest(Walks)));
    }
}
