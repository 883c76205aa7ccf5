using MediaAdmin.ImportExport;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>What stands in a cell is harmless in a spreadsheet and comes back as it was.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+90 212", "'+90 212")]
    [InlineData("-5", "'-5")]
    [InlineData("@here", "'@here")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r\n=1", "'\r\n=1")]
    [InlineData("'quoted'", "''quoted'")]
    [InlineData("'", "''")]
    [InlineData(" spaces ", "' spaces ")]
    [InlineData("lamp", "lamp")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_text_is_protected_where_a_spreadsheet_would_run_or_trim_it_and_comes_back(string text, string cell)
    {
        Assert.Equal(cell, Cell.Protect(text));
        Assert.Equal(text, Cell.Unprotect(cell));
    }

    [Theory]
    [InlineData("'abc", "'abc")]
    [InlineData("  lamp ", "lamp")]
    [InlineData("'90s lamp", "'90s lamp")]
    public void A_cell_of_another_hand_keeps_its_apostrophe_and_loses_stray_spaces(string cell, string text) => Assert.Equal(text, Cell.Unprotect(cell));

    [Fact]
    public void Any_text_survives_protection()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "='+-@ \ta\"ı"[random.Next(10)]));
            Assert.Equal(text, Cell.Unprotect(Cell.Protect(text)));
        }
    }

    [Theory]
    [InlineData("red, lamp", "red", "lamp")]
    [InlineData("red,,  lamp ,", "red", "lamp")]
    [InlineData("\"red, warm\", lamp", "red, warm", "lamp")]
    [InlineData("\"5\"\" pipe\"", "5\" pipe")]
    [InlineData("")]
    public void Tags_are_a_list_in_a_cell(string cell, params string[] tags) => Assert.Equal(tags, Cell.Split(cell));

    [Theory]
    [InlineData("red", "lamp")]
    [InlineData("red, warm", "5\" pipe", "=x")]
    [InlineData("çınar")]
    public void Tags_come_back_from_a_cell(params string[] tags) => Assert.Equal(tags, Cell.Split(Cell.Join(tags)));
}
