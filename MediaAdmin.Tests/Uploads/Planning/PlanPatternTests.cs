using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Tests.Uploads.Planning;

public sealed class PlanPatternTests
{
    [Theory]
    [InlineData("{sku}_{n}", "LAMP_2.jpg", "LAMP||2|")]
    [InlineData("{sku}_{n}", "LAMP-100 (3).jpeg", "LAMP-100||3|")]
    [InlineData("{sku}_{n}", "any/folder/LAMP - 07.png", "LAMP||7|")]
    [InlineData("{sku}_{n}", "LAMP.jpg", null)]
    [InlineData("{sku}_{n}", "LAMP_100000.jpg", null)]
    [InlineData("{sku}", "LAMP.front.jpg", "LAMP.front|||")]
    [InlineData("{sku}/{n}", "LAMP/2.jpg", "LAMP||2|")]
    [InlineData("{sku}/{n}", "shoot\\LAMP\\2.jpg", "LAMP||2|")]
    [InlineData("{sku}/{n}", "2.jpg", null)]
    [InlineData("{sku}/*", "LAMP/DSC_0012.jpg", "LAMP|||")]
    [InlineData("{client}/{sku}_{variant}_{n}", "ACME/LAMP-red-1.jpg", "LAMP|red|1|ACME")]
    [InlineData("shop_{n}_{sku}", "SHOP-4-LAMP.jpg", "LAMP||4|")]
    [InlineData("img{n}_{sku}", "IMG12_LAMP.jpg", "LAMP||12|")]
    public void A_path_is_read_by_a_pattern(string pattern, string path, string? expected) =>
        Assert.Equal(expected, PlanPattern.Parse(pattern)!.Read(path).Select(r => $"{r.Sku}|{r.Variant}|{r.Place}|{r.Client}").FirstOrDefault());

    [Fact]
    public void A_name_with_many_dashes_has_every_reading_and_longer_skus_come_first() =>
        Assert.Equal([("A-B-C", "D"), ("A-B", "C-D"), ("A", "B-C-D")], PlanPattern.Parse("{sku}-{variant}-{n}")!.Read("A-B-C-D-1.jpg").Select(r => (r.Sku, r.Variant)));

    [Fact]
    public void A_name_made_to_have_endless_readings_does_not_hold_up_the_plan() =>
        Assert.InRange(PlanPattern.Parse("{client}-{sku}-{variant}-{n}")!.Read(string.Join('-', Enumerable.Repeat("a", 100)) + "-1.jpg").Count(), 1, 64);

    [Theory]
    [InlineData("")]
    [InlineData("{n}")]
    [InlineData("{sku}{n}")]
    [InlineData("{sku}_{sku}")]
    [InlineData("{sku}_{size}")]
    [InlineData("{sku")]
    [InlineData("{sku}*{n}")]
    public void What_cannot_be_read_is_no_pattern(string text) => Assert.Null(PlanPattern.Parse(text));
}
