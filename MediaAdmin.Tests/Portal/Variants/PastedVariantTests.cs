using MediaAdmin.Catalog;
using MediaAdmin.Portal.Variants;

namespace MediaAdmin.Tests.Portal.Variants;

/// <summary>A pasted list: names alone, or SKUs and names as a spreadsheet copies them.</summary>
public sealed class PastedVariantTests
{
    private static readonly DraftRow[] There = [DraftRow.Of(new(1, "CUP-RED", "Red")), DraftRow.Of(new(2, "CUP-BLU", "Blue"))];

    [Theory]
    [InlineData("Green\r\n\r\n  Koyu Mavi \n", "CUP-GREEN=Green New|CUP-KOYU-MAVI=Koyu Mavi New")]
    [InlineData("A-1\tGreen\nA-2;White; large", "A-1=Green New|A-2=White New")]
    [InlineData("CUP-RED\tRuby", "CUP-RED=Ruby Renamed")]
    [InlineData("CUP-RED;Red\nBLUE", "CUP-RED=Red There|CUP-BLU=BLUE Renamed")]
    [InlineData("Red\nRed", "CUP-RED=Red There")]
    [InlineData("A-1;One\nA-1;Two", "A-1=Two New")]
    [InlineData("Green!\nGreen?", "CUP-GREEN=Green! New|CUP-GREEN-2=Green? New")]
    [InlineData("\t\n;\n", "")]
    public void Every_line_says_what_it_would_do(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', PastedVariant.Read(text, "CUP", There).Select(l => $"{l.Sku}={l.Name} {l.Kind}")));

    [Fact]
    public void In_the_table_known_SKUs_are_renamed_and_the_others_added()
    {
        var draft = new VariantDraft();
        draft.Load("CUP", [new(1, "CUP-RED", "Red")]);
        draft.Add();
        draft.Paste(PastedVariant.Read("CUP-RED;Ruby\nGreen", "CUP", draft.Rows));
        Assert.Equal([("CUP-RED", "Ruby"), ("CUP-GREEN", "Green")], draft.Rows.Select(r => (r.Sku, r.Name)));
        Assert.Equal((1, 1), (draft.Added, draft.Renamed));
    }

    [Fact]
    public void A_suggested_SKU_is_never_too_long_nor_taken()
    {
        var taken = new HashSet<string>();
        for (var n = 0; n < 12; n++) Assert.True(taken.Add(SuggestedSku.For("PRODUCT", new string('x', 300), taken)));
        Assert.All(taken, sku => Assert.InRange(sku.Length, 1, Product.MaxSku));
        Assert.Equal("", SuggestedSku.For("P", "!?", taken));
    }
}
