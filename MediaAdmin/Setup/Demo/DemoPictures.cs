using System.Globalization;

namespace MediaAdmin.Setup.Demo;

/// <summary>Chooses which views of a demo product are drawn, and says in words what they show.</summary>
internal static class DemoPictures
{
    private static readonly DemoView[][] Orders =
    [
        [DemoView.Front, DemoView.Room, DemoView.Detail, DemoView.Group, DemoView.Turned, DemoView.Plinth],
        [DemoView.Plinth, DemoView.Front, DemoView.Group, DemoView.Detail, DemoView.Room, DemoView.Turned],
        [DemoView.Front, DemoView.Plinth, DemoView.Turned, DemoView.Room, DemoView.Detail, DemoView.Group],
        [DemoView.Room, DemoView.Front, DemoView.Detail, DemoView.Plinth, DemoView.Group, DemoView.Turned],
    ];

    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr-TR");

    public static IReadOnlyList<DemoPicture> Of(string sku, string series, DemoSubject subject, int style,
        IReadOnlyList<DemoPalette> colours, IReadOnlyList<DemoVariant> variants, int count)
    {
        var order = Orders[style % Orders.Length];
        return [.. order.Take(count).Select((view, place) =>
        {
            var shown = Shown(view, colours, variants);
            var file = string.Create(CultureInfo.InvariantCulture, $"{sku}_{place + 1}.jpg");
            var (english, turkish) = Words(view);
            return new DemoPicture(file,
                $"{series} {subject.Name} in {shown[0].Name.ToLowerInvariant()}, {english}",
                $"{series} {subject.NameTr}, {shown[0].NameTr.ToLower(Turkish)}, {turkish}",
                VariantOf(view, shown[0], variants),
                () => DemoDrawing.Draw(subject, style, view, shown, square: style % 3 == 1));
        })];
    }

    // The other view shows the second colour, if there is one; a group shows the first three.
    private static DemoPalette[] Shown(DemoView view, IReadOnlyList<DemoPalette> colours, IReadOnlyList<DemoVariant> variants)
    {
        var offered = variants.Select(v => v.Palette).Distinct().ToArray();
        return view switch
        {
            DemoView.Group => [.. (offered.Length > 1 ? offered : colours).Take(3)],
            DemoView.Turned when offered.Length > 1 => [offered[1]],
            DemoView.Plinth when offered.Length > 2 => [offered[2]],
            _ => [colours[0]],
        };
    }

    private static string? VariantOf(DemoView view, DemoPalette shown, IReadOnlyList<DemoVariant> variants) =>
        view is DemoView.Turned or DemoView.Plinth or DemoView.Detail ? variants.FirstOrDefault(v => v.Palette == shown)?.Sku : null;

    private static (string English, string Turkish) Words(DemoView view) => view switch
    {
        DemoView.Turned => ("seen from the side", "yandan görünüm"),
        DemoView.Detail => ("close-up", "yakın çekim"),
        DemoView.Group => ("with its other colours", "diğer renkleriyle"),
        DemoView.Plinth => ("on a plinth", "kaide üzerinde"),
        DemoView.Room => ("in afternoon light", "öğleden sonra ışığında"),
        _ => ("front view", "önden görünüm"),
    };
}
