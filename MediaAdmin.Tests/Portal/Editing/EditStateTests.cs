using MediaAdmin.Catalog;
using MediaAdmin.Portal.Editing;
using MediaAdmin.Portal.Parts;

namespace MediaAdmin.Tests.Portal.Editing;

/// <summary>What is to change and is not saved yet, also while others change the same product.</summary>
public sealed class EditStateTests
{
    private static readonly HashSet<long> None = [];

    [Theory]
    [InlineData("1 2 3 4 5", 5, 1, "5 1 2 3 4", "5")] // the others only move aside
    [InlineData("1 2 3 4 5", 1, 5, "2 3 4 5 1", "1")]
    [InlineData("1 2", 2, 1, "2 1", "2")] // of two that change places the one that was moved
    [InlineData("1 2", 1, 2, "2 1", "1")]
    [InlineData("1 2 3 4 5", 3, 3, "1 2 3 4 5", "")]
    [InlineData("1 2 3", 2, 99, "1 3 2", "2")]
    public void As_few_pictures_as_possible_count_as_moved(string before, long asset, int place, string after, string moved)
    {
        var gallery = new GalleryDraft(null, Ids(before));
        gallery.Move(asset, place, None);
        Assert.Equal(Ids(after), gallery.Now);
        Assert.Equal(Ids(moved), gallery.Moved(None).Order());
    }

    [Fact]
    public void A_picture_moved_away_and_back_is_no_change()
    {
        var edit = Open("1 2 3 4");
        edit.Move(null, 2, 4);
        edit.Move(null, 2, 2);
        Assert.False(edit.IsChanged);
        Assert.Empty(edit.ToEdit().Orders);
    }

    [Fact]
    public void Any_moves_lead_to_the_order_shown_and_never_count_more_than_were_made()
    {
        var dice = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var edit = Open("1 2 3 4 5 6 7 8");
            var (mine, moves) = (Ids("1 2 3 4 5 6 7 8").ToList(), dice.Next(1, 5));
            for (var n = 0; n < moves; n++)
            {
                var (asset, place) = ((long)dice.Next(1, 9), dice.Next(1, 9));
                mine.Remove(asset);
                mine.Insert(place - 1, asset);
                Assert.Equal(place, edit.Move(null, asset, place));
            }
            Assert.Equal(mine, edit.Galleries[0].Now);
            Assert.InRange(edit.Sum.Moved, 0, moves);
            Assert.Equal(mine.SequenceEqual(Ids("1 2 3 4 5 6 7 8")), !edit.IsChanged);
        }
    }

    [Fact]
    public void What_is_removed_stays_in_its_place_struck_through_and_places_count_over_the_others()
    {
        var edit = Open("1 2 3 4");
        edit.Toggle(1);
        edit.Toggle(3);
        Assert.Null(edit.Move(null, 3, 1));
        edit.Move(null, 4, 1);
        var tiles = edit.Tiles(edit.Galleries[0]);
        Assert.Equal(Ids("1 4 2 3"), tiles.Select(t => t.Picture.AssetId));
        Assert.Equal([PendingChange.Removed, PendingChange.Moved, PendingChange.None, PendingChange.Removed], tiles.Select(t => t.Pending));
        Assert.Equal([1, 2], tiles.Where(t => !t.IsStruck).Select(t => t.Picture.Position));
        Assert.Equal(new(2, 1, 0, IsMainNew: true, Name: false, Sku: false), edit.Sum);
        Assert.Equal(Ids("4 2"), edit.ToEdit().Orders.Single().AssetIds);
        edit.Toggle(1);
        Assert.Equal(Ids("1 4 2"), edit.ToEdit().Orders.Single().AssetIds);
        edit.Discard();
        Assert.False(edit.IsChanged);
        Assert.Equal(Ids("1 2 3 4"), edit.Galleries[0].Now);
    }

    [Fact]
    public void Pictures_that_come_and_leave_meanwhile_are_no_reason_to_ask()
    {
        var edit = Open("1 2 3 4");
        edit.Move(null, 4, 1);
        edit.Toggle(2);
        edit.Read(Product("1 3 4 9", version: 2));
        Assert.Equal(Ids("4 1 3 9"), edit.Galleries[0].Now);
        Assert.False(edit.IsOvertaken);
        Assert.Equal(new(1, 1, false), edit.Meanwhile);
        Assert.Equal((0, 1, 2), (edit.Removed.Count, edit.Sum.Moved, edit.ToEdit().Version));
    }

    [Fact]
    public void An_order_that_both_changed_is_a_choice_and_one_that_only_they_changed_counts()
    {
        var edit = Open("1 2 3 4");
        edit.Toggle(3);
        edit.Read(Product("4 1 2 3", version: 2));
        Assert.Equal(Ids("4 1 2 3"), edit.Galleries[0].Now);
        Assert.Equal((true, false), (edit.Meanwhile.IsArranged, edit.IsOvertaken));
        edit.Move(null, 2, 1);
        edit.Read(Product("1 4 3 2", version: 3));
        Assert.True(edit.IsOvertaken);
        Assert.Equal(Ids("2 4 1 3"), edit.Galleries[0].Now);
        Assert.Equal(Ids("1 4 3 2"), edit.Galleries[0].Before);
        edit.TakeTheirs();
        Assert.Equal(Ids("1 4 3 2"), edit.Galleries[0].Now);
        Assert.Equal((false, 1), (edit.IsOvertaken, edit.Sum.Changes)); // what is to be removed still is
    }

    [Fact]
    public void Who_keeps_theirs_saves_it_over_the_version_that_they_saw()
    {
        var edit = Open("1 2 3");
        edit.Move(null, 3, 1);
        edit.Read(Product("2 1 3", version: 5));
        Assert.True(edit.IsOvertaken);
        edit.KeepMine();
        Assert.False(edit.IsOvertaken);
        Assert.Equal((5, "3 1 2"), (edit.ToEdit().Version, string.Join(' ', edit.ToEdit().Orders.Single().AssetIds)));
    }

    [Fact]
    public void A_name_that_both_changed_is_a_choice_and_the_same_name_is_none()
    {
        var edit = Open("1");
        edit.Name.Now = "Mine";
        edit.Read(Product("1", name: "Theirs"));
        Assert.Equal((true, "Theirs", "Mine"), (edit.IsOvertaken, edit.Name.Theirs, edit.Name.Now));
        edit.KeepMine();
        Assert.Equal(("Theirs", "Mine"), (edit.ToEdit().Name!.Seen, edit.ToEdit().Name!.Wanted));
        edit.Read(Product("1", name: "Mine"));
        Assert.False(edit.IsChanged);
    }

    [Fact]
    public void The_same_picture_in_two_galleries_goes_from_both()
    {
        var edit = new EditState(Product("1 2") with { Variants = [new(7, "RED", "Red")], Pictures = [.. Product("1 2").Pictures, Picture(2, 1, 7), Picture(3, 2, 7)] });
        edit.Toggle(2);
        edit.Move(7, 3, 1);
        Assert.Equal([1, 1], edit.Galleries.Select(edit.StaysIn));
        Assert.Equal((1, 0), (edit.Sum.Removed, edit.Sum.Moved));
        Assert.Equal([2L], edit.ToEdit().Removals);
    }

    private static EditState Open(string order) => new(Product(order));

    private static ProductView Product(string order, int version = 1, string name = "Lamp") =>
        new(1, "C", "Client", "SKU", name, version, [], [.. Ids(order).Select((id, n) => Picture(id, n + 1, null))]);

    private static GalleryPicture Picture(long id, int position, long? variant) => new(id, variant, position, $"{id}.jpg", "", "", "", "image/jpeg", 1, 1, 1, "", "", "");

    private static long[] Ids(string order) => [.. order.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
}
