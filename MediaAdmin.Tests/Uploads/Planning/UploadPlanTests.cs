using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Tests.Uploads.Planning;

/// <summary>Names against a catalogue, without a database.</summary>
public sealed class UploadPlanTests
{
    private static readonly PlanProduct
        Lamp = new(1, "ACME", "LAMP", "Lamp", [new(11, "LAMP-RED", "Red"), new(12, "B2", "Mavi")], [new(500, null, 1, "old.jpg")]),
        Lamp100 = new(2, "ACME", "Lamp-100", "Lamp 100", [], []),
        MugA = new(3, "ACME", "MUG", "Mug", [], []),
        MugB = new(4, "BETA", "MUG", "Mug", [], []);

    [Theory]
    [InlineData("LAMP_2.jpg", 1L, null, 2, PlanState.Ready)]
    [InlineData("lamp_2.jpg", 1L, null, 2, PlanState.Ready)]
    [InlineData("LAMP_1.jpg", 1L, null, 1, PlanState.Taken)]
    [InlineData("LAMP-red-1.jpg", 1L, 11L, 1, PlanState.Ready)]
    [InlineData("LAMP-RED_3.jpg", 1L, 11L, 3, PlanState.Ready)]
    [InlineData("LAMP_b2.jpg", 1L, 12L, null, PlanState.Ready)]
    [InlineData("LAMP mavi 1.jpg", 1L, 12L, 1, PlanState.Ready)]
    [InlineData("LAMP-green-1.jpg", 1L, null, 1, PlanState.NoVariant)]
    [InlineData("lamp_100_4.jpg", 2L, null, 4, PlanState.Ready)]
    [InlineData("LAMP-100.jpg", 2L, null, null, PlanState.Ready)]
    [InlineData("shoot/LAMP/DSC_0001.jpg", 1L, null, null, PlanState.Ready)]
    [InlineData("shoot/Lamp-100/2.jpg", 2L, null, 2, PlanState.Ready)]
    [InlineData("LAMP/red/2.jpg", 1L, 11L, 2, PlanState.Ready)]
    [InlineData("MUG_1.jpg", null, null, 1, PlanState.SeveralProducts)]
    [InlineData("beta/MUG_1.jpg", 4L, null, 1, PlanState.Ready)]
    [InlineData("CHAIR_1.jpg", null, null, null, PlanState.NoProduct)]
    public void A_name_goes_where_the_catalogue_knows_it(string path, long? product, long? variant, int? place, PlanState state)
    {
        var row = Plan(path).Rows.Single();
        Assert.Equal((product, variant, place, state), (row.Product?.Id, row.Variant, row.Place, row.State));
    }

    [Fact]
    public void Two_files_for_one_place_clash_until_one_moves_or_is_left_out()
    {
        var plan = Plan("LAMP_2.jpg", "LAMP-02.png", "LAMP_3.jpg");
        Assert.Equal([PlanState.SamePlace, PlanState.SamePlace, PlanState.Ready], plan.Rows.Select(r => r.State));
        Assert.Equal((1, 2), (plan.Sent, plan.Open));
        Assert.All(plan.Move(1, 4).Rows, r => Assert.Equal(PlanState.Ready, r.State));
        var without = plan.LeaveOut(1, true);
        Assert.Equal((2, 0), (without.Sent, without.Open));
        Assert.Equal([0, 2], without.Galleries().Single().Rows.Select(r => r.File));
    }

    [Fact]
    public void A_product_chosen_for_one_file_counts_for_all_that_were_taken_for_the_same()
    {
        var plan = Plan("CHAIR_1.jpg", "CHAIR_2.jpg", "TABLE_1.jpg").Choose(0, Lamp100);
        Assert.Equal([2L, 2L, null], plan.Rows.Select(r => r.Product?.Id));
        Assert.Equal([1, 2], plan.Galleries().Single().Rows.Select(r => r.Place));
    }

    [Fact]
    public void A_file_brought_to_another_goes_to_its_gallery_where_its_place_is_free_else_to_the_end()
    {
        var plan = Plan("LAMP-red-1.jpg", "CHAIR_1.jpg", "CHAIR_2.jpg", "LAMP_4.jpg");
        var red = plan.Bring(3, 0);
        Assert.Equal((1L, 11L, 4, PlanState.Ready), (red.Rows[3].Product!.Id, red.Rows[3].Variant!.Value, red.Rows[3].Place!.Value, red.Rows[3].State));
        Assert.Equal((11L, null, PlanState.Ready), (red.Move(3, 1).Bring(3, 0).Rows[3].Variant!.Value, red.Move(3, 1).Bring(3, 0).Rows[3].Place, PlanState.Ready));
        Assert.Null(plan.Move(3, 1).Bring(3, 0).Rows[3].Place); // another file stands there
        Assert.Same(plan, plan.Bring(3, 1)); // nobody knows where that one goes
    }

    [Fact]
    public void A_variant_chosen_for_one_file_counts_for_all_with_the_same_word()
    {
        var plan = Plan("LAMP-green-1.jpg", "LAMP-green-2.jpg", "LAMP-pink-1.jpg").ChooseVariant(0, 12);
        Assert.Equal([12L, 12L, null], plan.Rows.Select(r => r.Variant));
        Assert.Equal([PlanState.Ready, PlanState.Ready, PlanState.NoVariant], plan.Rows.Select(r => r.State));
    }

    [Fact]
    public void A_gallery_is_in_the_order_of_its_places_and_then_in_the_order_dropped() =>
        Assert.Equal([2, 0, 1, 3], Plan("Lamp-100_7.jpg", "Lamp-100/b.jpg", "Lamp-100_2.jpg", "Lamp-100/a.jpg").Galleries().Single().Rows.Select(r => r.File));

    [Fact]
    public void Files_that_count_from_zero_stand_from_one() =>
        Assert.Equal([1, 2], Plan("Lamp-100_0.jpg", "Lamp-100_1.jpg").Rows.Select(r => r.Place));

    [Fact]
    public void A_pattern_of_ones_own_goes_before_the_others()
    {
        var row = PlanMatch.Plan([("2_LAMP.jpg", PlanMatch.Readings("2_LAMP.jpg", PlanPattern.Parse("{n}_{sku}")))], [Lamp]).Rows.Single();
        Assert.Equal((1L, 2, PlanState.Ready), (row.Product!.Id, row.Place, row.State));
    }

    private static UploadPlan Plan(params string[] paths) => PlanMatch.Plan([.. paths.Select(p => (p, PlanMatch.Readings(p, null)))], [Lamp, Lamp100, MugA, MugB]);
}
