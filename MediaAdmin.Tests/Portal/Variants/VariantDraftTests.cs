using MediaAdmin.Catalog;
using MediaAdmin.Portal.Variants;

namespace MediaAdmin.Tests.Portal.Variants;

/// <summary>The list as somebody edits it, on top of a list that others save meanwhile.</summary>
public sealed class VariantDraftTests
{
    private static readonly VariantView Red = new(1, "CUP-RED", "Red"), Blue = new(2, "CUP-BLUE", "Blue"), Green = new(3, "CUP-GREEN", "Green"), White = new(4, "CUP-WHITE", "White");

    private readonly VariantDraft _draft = new();

    public VariantDraftTests() => Load(Red, Blue, Green);

    [Fact]
    public void Changes_are_counted_by_row_and_a_new_order_as_one()
    {
        _draft.Write(1, name: "Dark red");
        _draft.Write(2, name: "Blau");
        _draft.Write(2, name: " Blue "); // as it was
        _draft.Remove(3);
        _draft.Write(_draft.Add(), name: "White");
        _draft.Move(1, 1);
        Assert.Equal((1, 1, 1, true, 4), (_draft.Added, _draft.Renamed, _draft.Removed, _draft.IsMoved, _draft.Changes));
        _draft.Discard();
        Assert.Equal(0, _draft.Changes);
        Assert.Equal(["Red", "Blue", "Green"], Names);
    }

    [Fact]
    public void An_empty_new_row_counts_nowhere_and_is_there_once()
    {
        Assert.Equal(_draft.Add(), _draft.Add());
        Assert.Equal((0, 4, 3), (_draft.Changes, _draft.Rows.Count, _draft.Sending().Count));
        Assert.Empty(_draft.Faults());
    }

    [Fact]
    public void The_SKU_of_a_new_row_follows_its_name_until_somebody_types_one()
    {
        var row = _draft.Add();
        _draft.Write(row, name: "Koyu Kırmızı");
        Assert.Equal("CUP-KOYU-KIRMIZI", Row(row).Sku);
        _draft.Write(row, name: "Red");
        Assert.Equal("CUP-RED-2", Row(row).Sku); // the other is taken
        _draft.Write(row, sku: "X");
        _draft.Write(row, name: "Grey");
        Assert.Equal("X", Row(row).Sku);
        _draft.Write(row, sku: "");
        Assert.Equal("", Row(row).Sku); // who empties the field is about to type another
        _draft.Write(row, name: "Grey!");
        Assert.Equal("CUP-GREY", Row(row).Sku);
        _draft.Write(1, name: "Ruby");
        Assert.Equal("CUP-RED", Row(1).Sku); // one that is saved keeps its SKU
    }

    [Fact]
    public void What_others_save_comes_in_and_ones_own_edits_stay()
    {
        _draft.Write(1, name: "Dark red");
        _draft.Write(_draft.Add(), name: "Mine");
        Load(Red with { Sku = "CUP-R" }, White, Green with { Name = "Moss" });
        Assert.Equal(["Dark red", "White", "Moss", "Mine"], Names);
        Assert.Equal("CUP-R", Row(1).Sku);
        Assert.Equal(2, _draft.Changes);
        Assert.DoesNotContain(_draft.Rows, r => r.AsksForChoice);
        Assert.Equal(VariantVersion.Of([Red with { Sku = "CUP-R" }, White, Green with { Name = "Moss" }]), _draft.Version);
    }

    [Theory]
    [InlineData(true, "Dark red", 1)]
    [InlineData(false, "Ruby", 0)]
    public void Where_both_changed_the_same_the_row_asks_whose_it_shall_be(bool mine, string name, int changes)
    {
        _draft.Write(1, name: "Dark red");
        Load(Red with { Name = "Ruby" }, Blue, Green);
        Assert.Equal(("Dark red", "Ruby"), (Row(1).Name, Row(1).Theirs!.Name));
        Load(Red with { Name = "Ruby" }, Blue with { Name = "Navy" }, Green); // more news does not answer the question
        Assert.True(Row(1).AsksForChoice);
        if (mine) _draft.KeepMine(1);
        else _draft.TakeTheirs(1);
        Assert.Equal((name, false, changes), (Row(1).Name, Row(1).AsksForChoice, _draft.Changes));
    }

    [Fact]
    public void Both_saving_the_same_is_no_clash()
    {
        _draft.Write(1, name: "Ruby");
        Load(Red with { Name = "Ruby" }, Blue, Green);
        Assert.Equal((0, false), (_draft.Changes, Row(1).AsksForChoice));
    }

    [Fact]
    public void A_row_that_others_removed_goes_unless_it_was_edited_then_it_asks()
    {
        _draft.Write(1, name: "Dark red");
        _draft.Remove(2);
        Load(Green);
        Assert.Equal(["Dark red", "Green"], Names);
        Assert.True(Row(1) is { WasRemoved: true, Id: null });
        Assert.Equal([null, 3L], VariantDraft.Wish(_draft.Sending()).Select(w => w.Id));
        _draft.TakeTheirs(1);
        Assert.Equal(["Green"], Names);
        Assert.Equal(0, _draft.Changes);
    }

    [Fact]
    public void A_row_to_be_removed_that_others_renamed_meanwhile_asks_before_it_goes()
    {
        _draft.Remove(1);
        Load(Red with { Name = "Ruby" }, Blue, Green);
        Assert.True(Row(1) is { IsRemoved: true, Theirs.Name: "Ruby" });
        _draft.Keep(1);
        Assert.Equal(("Ruby", 0), (Row(1).Name, _draft.Changes));
    }

    [Fact]
    public void Ones_own_order_stays_when_others_save_theirs_and_theirs_comes_when_one_has_none()
    {
        Load(Green, Blue, Red);
        Assert.Equal(["Green", "Blue", "Red"], Names);
        _draft.Move(1, -1);
        Load(Blue, White, Green, Red);
        Assert.Equal(["Green", "Red", "Blue", "White"], Names);
    }

    [Fact]
    public void What_was_typed_while_the_save_ran_is_an_edit_of_what_was_saved()
    {
        _draft.Write(1, name: "Dark red");
        var row = _draft.Add();
        _draft.Write(row, name: "White");
        _draft.Remove(2);
        var sent = _draft.Sending();
        _draft.Write(row, name: "Snow");
        _draft.Accept(sent, [Red with { Name = "Dark red" }, Green, new(9, "CUP-WHITE", "White")]);
        Assert.Equal(["Dark red", "Green", "Snow"], Names);
        Assert.Equal(1, _draft.Changes);
        Load(Red with { Name = "Dark red" }, Green, new(9, "CUP-WHITE", "White"));
        Assert.Equal((3, 1), (_draft.Rows.Count, _draft.Changes));
    }

    [Fact]
    public void Whatever_others_save_meanwhile_nothing_of_ones_own_is_lost_and_everything_of_theirs_is_there()
    {
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var draft = new VariantDraft();
            List<VariantView> saved = [.. Enumerable.Range(1, 6).Select(n => new VariantView(n, $"S{n}", $"Name {n}"))];
            draft.Load("P", saved);
            for (var step = 0; step < 8; step++)
            {
                if (dice.Next(2) == 0) Edit(draft, dice, step);
                else draft.Load("P", saved = Others(saved, dice, step));
            }
            Assert.True(saved.All(v => draft.Rows.Count(r => r.Id == v.Id) == 1), $"seed {seed}, round {round}");
            Assert.True(draft.Rows.All(r => r.Id is null || saved.Contains(r.Saved!)), $"seed {seed}, round {round}");
            Assert.Equal(draft.Rows.Count, draft.Rows.Select(r => r.Key).Distinct().Count());
            Assert.True(draft.Rows.Where(r => r.Saved is null).All(r => r.Name.StartsWith("mine", StringComparison.Ordinal)), $"seed {seed}, round {round}");
            draft.Discard();
            Assert.Equal(saved, draft.Rows.Select(r => r.Saved!));
        }
    }

    private static void Edit(VariantDraft draft, Random dice, int step)
    {
        if (draft.Rows.Count == 0 || dice.Next(4) == 0) draft.Write(draft.Add(), name: $"mine {step}");
        else if (draft.Rows[dice.Next(draft.Rows.Count)] is var row && dice.Next(3) == 0) draft.Remove(row.Key);
        else if (dice.Next(3) == 0) draft.Move(row.Key, dice.Next(-2, 3));
        else draft.Write(row.Key, name: $"mine {step}");
    }

    private static List<VariantView> Others(List<VariantView> saved, Random dice, int step)
    {
        var next = saved.Where(_ => dice.Next(5) > 0).Select(v => dice.Next(4) == 0 ? v with { Name = $"theirs {step}" } : v).ToArray();
        if (dice.Next(3) == 0) dice.Shuffle(next);
        return [.. next, .. Enumerable.Range(0, dice.Next(3)).Select(n => new VariantView(100 + step * 10 + n, $"T{step}{n}", "theirs"))];
    }

    private IEnumerable<string> Names => _draft.Rows.Select(r => r.Name);

    private DraftRow Row(long key) => _draft.Rows.Single(r => r.Key == key);

    private void Load(params VariantView[] saved) => _draft.Load("CUP", saved);
}
