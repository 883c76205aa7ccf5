using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Deleting;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Portal;

/// <summary>The question before a deletion: it says what would happen and does it only when told.</summary>
public sealed class DeletionDialogTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    private readonly List<Trashed?> _closed = [];

    [Fact]
    public async Task It_says_which_galleries_lose_pictures_and_which_their_main_one_the_worst_first()
    {
        var (lamp, vase, mug) = (await App.NewProductAsync("Lamp"), await App.NewProductAsync("Vase"), await App.NewProductAsync("Mug"));
        var ids = await App.ShelveAsync(lamp, 3);
        await App.PlaceAsync(vase, null, ids[1]);
        await App.ShelveAsync(mug, 1);
        await App.PlaceAsync(mug, null, ids[1]);
        var dialog = Ask(new DeletionTarget.Assets(ids[..2]));
        Assert.Equal("Delete 2 pictures?", dialog.Find("h2").TextContent);
        Assert.Equal([("Vase", "becomes empty"), ("Lamp", "loses its main picture"), ("Mug", "loses 1 of 2")],
            dialog.FindAll("li").Select(l => (l.QuerySelector(".where")!.FirstChild!.TextContent, l.QuerySelector(".loses")!.TextContent)));
        Assert.Contains("You can undo it for 30 s.", dialog.Find("#deletion-facts").TextContent);
    }

    [Fact]
    public async Task The_button_that_deletes_has_the_focus_and_deletes()
    {
        var product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(product, 2);
        var dialog = Ask(new DeletionTarget.Assets(ids[..1]));
        Assert.True(dialog.Find(".destructive").HasAttribute("autofocus"));
        dialog.Find(".destructive").Click();
        dialog.WaitForAssertion(() => Assert.Equal(1, Assert.Single(_closed)!.Removed), Eventually.Patience);
        Assert.Equal(ids[1..], await App.OrderAsync(product));
    }

    [Fact]
    public async Task Cancelling_deletes_nothing()
    {
        var product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(product, 2);
        Ask(new DeletionTarget.Assets(ids)).Find("[data-close]").Click();
        Assert.Equal([null], _closed);
        Assert.Equal(ids, await App.OrderAsync(product));
    }

    [Fact]
    public async Task Of_a_product_it_says_by_name_what_goes_and_what_stays_because_others_use_it()
    {
        var (lamp, vase) = (await App.NewProductAsync("Lamp"), await App.NewProductAsync("Vase"));
        var ids = await App.ShelveAsync(lamp, 3);
        await App.PlaceAsync(vase, null, ids[0]);
        var dialog = Ask(DeletionQuestion.Of((await App.Get<Galleries>().OpenAsync(lamp, default))!));
        Assert.Equal("Delete “Lamp” with its 2 pictures?", dialog.Find("h2").TextContent);
        Assert.Contains("1 picture stays because other products use it.", dialog.Find("#deletion-facts").TextContent);
        Assert.Empty(dialog.FindAll("li"));
    }

    [Fact]
    public async Task Pictures_that_somebody_else_has_deleted_meanwhile_are_not_asked_for_again()
    {
        var ids = await App.ShelveAsync(await App.NewProductAsync(), 1);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids), Actor.Portal, default);
        var dialog = Ask(new DeletionTarget.Assets(ids));
        Assert.Equal("Somebody else has deleted them already", dialog.Find("h2").TextContent);
        Assert.Empty(dialog.FindAll(".destructive"));
    }

    [Fact]
    public async Task A_deletion_that_fails_is_told_and_nothing_is_closed()
    {
        WithoutDatabase<Trash>();
        var dialog = Ask(new DeletionTarget.Assets(await App.ShelveAsync(await App.NewProductAsync(), 1)));
        dialog.Find(".destructive").Click();
        dialog.WaitForAssertion(() => Assert.StartsWith("Nothing was deleted", dialog.Find("[role=alert]").TextContent), Eventually.Patience);
        Assert.False(dialog.Find(".destructive").HasAttribute("disabled"));
        Assert.Empty(_closed);
    }

    private IRenderedComponent<DeletionDialog> Ask(DeletionTarget target) => Ask(new DeletionQuestion(target, []));

    private IRenderedComponent<DeletionDialog> Ask(DeletionQuestion question)
    {
        var dialog = Render<DeletionDialog>(p => p.Add(d => d.Question, question).Add(d => d.Me, Me).Add(d => d.OnClosed, EventCallback.Factory.Create<Trashed?>(this, _closed.Add)));
        dialog.WaitForElement("dialog", Eventually.Patience);
        return dialog;
    }
}
