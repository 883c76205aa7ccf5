using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Planning;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

public sealed class PlanPanelTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    [Fact]
    public void A_second_drop_with_fewer_files_replaces_the_plan_of_the_first()
    {
        var panel = Render<PlanPanel>(p => p.Add(v => v.Dropped, Drop(1, "SHOE_1.jpg", "SHOE_2.jpg", "SHOE_3.jpg")).Add(v => v.Me, Me).Add(v => v.Client, "")
            .Add(v => v.Find, _ => Task.FromResult<IReadOnlyList<ProductRow>>([])).Add(v => v.OnDone, () => { }));
        panel.WaitForAssertion(() => Assert.Equal(3, panel.FindComponents<PlanRowView>().Count), Eventually.Patience);
        panel.Render(p => p.Add(v => v.Dropped, Drop(2, "HAT_1.jpg")));
        panel.WaitForAssertion(() => Assert.Equal("HAT_1.jpg", Assert.Single(panel.FindComponents<PlanRowView>()).Instance.View.Path), Eventually.Patience);
    }

    private static FilesDroppedEventArgs Drop(int number, params string[] paths) => new() { Drop = number, Count = paths.Length, Paths = paths };
}
