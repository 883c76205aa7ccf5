using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Deleting;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

/// <summary>The strip with the portal behind it: it hears of one's own acts alone, and takes them back.</summary>
public sealed class DeletionStripTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    [Fact]
    public async Task An_act_is_told_at_once_and_undone_from_the_strip()
    {
        var strip = Render<DeletionStrip>();
        Assert.Empty(strip.FindAll(".strip"));
        var product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(product, 3);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[..2]), Me, default);
        strip.WaitForAssertion(() => Assert.Equal("2 pictures deleted.", strip.Find("[role=status]").TextContent), Eventually.Patience);
        strip.Find("[data-undo]").Click();
        strip.WaitForAssertion(() => Assert.Equal("2 pictures are back.", strip.Find("[role=status]").TextContent), Eventually.Patience);
        Assert.Equal(ids, await App.OrderAsync(product));
        Assert.Empty(strip.FindAll("[data-undo]"));
    }

    [Fact]
    public async Task An_act_from_before_the_page_was_opened_is_told_too()
    {
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(await App.ShelveAsync(await App.NewProductAsync(), 1)), Me, default);
        var strip = Render<DeletionStrip>();
        strip.WaitForAssertion(() => Assert.NotEmpty(strip.FindAll("[data-undo]")), Eventually.Patience);
    }

    [Fact]
    public async Task Somebody_elses_act_is_not_told()
    {
        var strip = Render<DeletionStrip>();
        var ids = await App.ShelveAsync(await App.NewProductAsync(), 2);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[..1]), Actor.Portal, default);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[1..]), Me, default);
        strip.WaitForAssertion(() => Assert.Equal("1 picture deleted.", strip.Find("[role=status]").TextContent), Eventually.Patience);
    }

    [Fact]
    public async Task A_product_without_pictures_is_told_by_name_and_comes_back()
    {
        var strip = Render<DeletionStrip>();
        var product = await App.NewProductAsync("Bare lamp");
        await App.Get<Trash>().PutAsync(new DeletionTarget.OfProduct(product), Me, default);
        strip.WaitForAssertion(() => Assert.Equal("“Bare lamp” deleted.", strip.Find("[role=status]").TextContent), Eventually.Patience);
        strip.Find("[data-undo]").Click();
        strip.WaitForAssertion(() => Assert.Equal("“Bare lamp” is back.", strip.Find("[role=status]").TextContent), Eventually.Patience);
        Assert.NotNull(await App.Get<Galleries>().OpenAsync(product, default));
    }

    [Fact]
    public async Task The_newest_act_is_undone_first_and_then_the_one_before()
    {
        var strip = Render<DeletionStrip>();
        var product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(product, 4);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[..3]), Me, default);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[3..]), Me, default);
        strip.WaitForAssertion(() => Assert.Contains("Earlier: 3 pictures", strip.Find(".second").TextContent), Eventually.Patience);
        strip.Find("[data-undo]").Click();
        strip.WaitForAssertion(() => Assert.Equal("1 picture is back", strip.Find(".second").TextContent.Trim()), Eventually.Patience);
        Assert.Equal(ids[3..], await App.OrderAsync(product));
        strip.Find("[data-undo]").Click();
        strip.WaitForAssertion(() => Assert.Equal("3 pictures are back.", strip.Find("[role=status]").TextContent), Eventually.Patience);
        Assert.Equal(ids, await App.OrderAsync(product));
    }

    [Fact]
    public async Task An_undo_that_fails_is_told_and_can_be_pressed_again()
    {
        WithoutDatabase<Trash>();
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(await App.ShelveAsync(await App.NewProductAsync(), 1)), Me, default);
        var strip = Render<DeletionStrip>();
        strip.WaitForElement("[data-undo]", Eventually.Patience).Click();
        strip.WaitForAssertion(() => Assert.Equal("This could not be undone just now. Try again.", strip.Find(".second").TextContent.Trim()), Eventually.Patience);
        Assert.NotEmpty(strip.FindAll("[data-undo]"));
    }

    [Fact]
    public void When_the_database_does_not_answer_the_page_lives_on_without_the_strip()
    {
        WithoutDatabase<DeletionList>();
        Assert.Empty(Render<DeletionStrip>().FindAll(".strip"));
    }
}
