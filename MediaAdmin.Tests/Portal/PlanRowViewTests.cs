using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Portal.Planning;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Tests.Portal;

public sealed class PlanRowViewTests : PortalParts
{
    private static readonly PlanProduct Lamp = new(1, "ACME", "LAMP", "Lamp", [new(11, "RED", "Red")], [new(500, null, 1, "old.jpg")]);

    private UploadPlan? _changed;

    [Theory]
    [InlineData("CHAIR_1.jpg", "No product found for this name. Choose one.", "input[type=search]")]
    [InlineData("LAMP-green-1.jpg", "The variant is not known. Choose one.", "option[value='?']")]
    [InlineData("LAMP_1.jpg", "old.jpg stands there already.", "option[value=replace]")]
    [InlineData("LAMP_2.jpg", "Another file wants the same place.", "input[type=number]")]
    [InlineData("LAMP_3.jpg", "Ready", "input[type=number]")]
    public void Every_state_is_said_in_words_with_the_choice_that_helps(string path, string words, string choice)
    {
        var row = Row(path);
        Assert.Equal(words, row.Find(".state").TextContent);
        Assert.NotNull(row.Find(choice));
    }

    [Fact]
    public void A_place_a_variant_and_what_happens_to_the_picture_there_can_be_chosen()
    {
        Row("LAMP_3.jpg").Find("input[type=number]").Change("7");
        Assert.Equal(7, Changed("LAMP_3.jpg").Place);
        Row("LAMP-green-1.jpg").Find("select.variant").Change("11");
        Assert.Equal((11L, PlanState.Ready), (Changed("LAMP-green-1.jpg").Variant, Changed("LAMP-green-1.jpg").State));
        Row("LAMP_1.jpg").Find("select.taken").Change("replace");
        Assert.True(Changed("LAMP_1.jpg").Replaces);
    }

    [Fact]
    public void A_file_left_out_can_be_taken_in_again()
    {
        Row("LAMP_3.jpg").Find("button.out-or-in").Click();
        var row = Row("LAMP_3.jpg", _changed);
        Assert.Equal("Left out", row.Find(".state").TextContent);
        row.Find("button.out-or-in").Click();
        Assert.Equal(PlanState.Ready, Changed("LAMP_3.jpg").State);
        Assert.False(Changed("LAMP_3.jpg").LeftOut);
    }

    [Fact]
    public void A_replacement_is_sent_for_the_picture_that_stands_there_and_the_rest_to_the_library_when_asked()
    {
        Row("LAMP_1.jpg").Find("select.taken").Change("replace");
        var sent = SentFile.Of(_changed!, restToLibrary: true, "ACME");
        Assert.Equal(new SentFile(2, new(1), null, 500), sent.Single(f => f.File == 2));
        Assert.Equal(4, sent.Count(f => f.Place == new UploadPlace(Client: "ACME")));
        Assert.All(SentFile.Of(_changed!, restToLibrary: false, "ACME"), f => Assert.Equal(1, f.Place.Product));
    }

    [Fact]
    public void A_picture_dropped_on_a_file_goes_where_that_one_goes()
    {
        Row("LAMP_3.jpg").Find("li").TriggerEvent("onpicturedropped", new PictureDroppedEventArgs { Asset = 0 });
        Assert.Equal((1L, PlanState.Ready), (Changed("CHAIR_1.jpg").Product?.Id, Changed("CHAIR_1.jpg").State));
        Assert.Null(Row("CHAIR_1.jpg").Find("li").GetAttribute("data-planned")); // nothing can be dropped where nobody knows the product
    }

    [Fact]
    public void Another_product_can_be_chosen_for_a_file_that_has_one()
    {
        var row = Row("LAMP_3.jpg");
        row.Find("button.other").Click();
        row.Find("input[type=search]").KeyDown("Escape");
        Assert.NotNull(row.Find("input[type=number]"));
        row.Find("button.other").Click();
        Assert.NotNull(row.Find("input[type=search]"));
    }

    private PlanRow Changed(string path) => _changed!.Rows.First(r => r.Path == path);

    private IRenderedComponent<PlanRowView> Row(string path, UploadPlan? plan = null)
    {
        string[] paths = ["CHAIR_1.jpg", "LAMP-green-1.jpg", "LAMP_1.jpg", "LAMP_2.jpg", "LAMP-2.jpg", "LAMP_3.jpg"];
        plan ??= PlanMatch.Plan([.. paths.Select(p => (p, PlanMatch.Readings(p, null)))], [Lamp]);
        return Render<PlanRowView>(p => p.Add(r => r.View, plan.Rows.First(r => r.Path == path)).Add(r => r.Plan, plan).Add(r => r.Drop, 1)
            .Add(r => r.Find, _ => Task.FromResult<IReadOnlyList<ProductRow>>([])).Add(r => r.OnProduct, _ => { }).Add(r => r.OnChange, (UploadPlan changed) => _changed = changed));
    }
}
