using System.Text;
using MediaAdmin.ImportExport;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>Catalogue files as they come from spreadsheets, editors and other programs.</summary>
public sealed class CatalogueReaderTests
{
    [Theory]
    [InlineData("client,sku,product\nA,1,Lamp\n", "commas")]
    [InlineData("client;sku;product\r\nA;1;Lamp\r\n", "semicolons, as Excel writes them in Turkey")]
    [InlineData("client\tsku\tproduct\nA\t1\tLamp\n", "tabs")]
    [InlineData("sep=;\nclient;sku;product\nA;1;Lamp\n", "Excel's hint")]
    [InlineData("\uFEFFclient,sku,product\nA,1,Lamp\n", "a byte order mark")]
    [InlineData("client,sku,product\nA,1,Lamp", "no line break at the end")]
    [InlineData("client,sku,product\rA,1,Lamp\r", "line breaks of an old Mac")]
    [InlineData("CLIENT, Sku ,\"product\"\nA,1,Lamp\n", "a header written otherwise")]
    [InlineData("product,sku,client\nLamp,1,A\n", "another order")]
    [InlineData("client,sku,product\n\n ,,\nA,1,Lamp\n,,\n", "empty lines")]
    [InlineData("client,sku,product,,\nA,1,Lamp,,\n", "columns without a name and without content")]
    [InlineData("\"client\",\"sku\",\"product\"\n\"A\",\"1\",\"Lamp\"\n", "quotes everywhere")]
    [InlineData("client,sku,product\n A , 1 , Lamp \n", "spaces around")]
    public void The_same_line_is_read_from_every_dialect(string csv, string dialect)
    {
        var (lines, faults) = Read(csv);
        Assert.Empty(faults);
        Assert.True(lines.Count == 1, dialect);
        Assert.Equal(("A", "1", "Lamp"), (lines[0].Client, lines[0].Sku, lines[0].Product));
    }

    [Theory]
    [InlineData("\"Lamp, red\"", "Lamp, red")]
    [InlineData("\"5\"\" lamp\"", "5\" lamp")]
    [InlineData("5\" lamp", "5\" lamp")]
    [InlineData("\"first\nsecond\"", "first\nsecond")]
    [InlineData("\"first\r\nsecond\"", "first\r\nsecond")]
    [InlineData("'=SUM(A1)", "=SUM(A1)")]
    [InlineData("Kırmızı Çanta", "Kırmızı Çanta")]
    [InlineData("😀 lamp", "😀 lamp")]
    [InlineData("'", "")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    public void A_title_is_what_its_cell_says(string cell, string? title)
    {
        var (lines, faults) = Read($"client,sku,file,title,position\nA,1,a.jpg,{cell},3\n");
        Assert.Empty(faults);
        Assert.Equal((title, 3), (lines[0].Title, lines[0].Position));
    }

    [Fact]
    public void UTF_16_with_its_mark_is_read_as_spreadsheets_save_it()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("client\tsku\tproduct\nA\t1\tÇınar\n")).ToArray();
        Assert.Equal("Çınar", Read(bytes).Lines.Single().Product);
    }

    [Fact]
    public void A_line_is_counted_as_an_editor_counts_it()
    {
        var (lines, faults) = Read("client,sku,file,title\nA,1,a.jpg,\"one\ntwo\nthree\"\n\nA,,b.jpg,x\n");
        Assert.Equal([2, 6], lines.Select(l => l.Number));
        Assert.Equal(6, Assert.Single(faults).Line);
    }

    [Theory]
    [InlineData("", ImportFaultKind.NoLines, 1)]
    [InlineData("client,sku,titel\nA,1,x\n", ImportFaultKind.UnknownColumn, 1)]
    [InlineData("client,sku,client\nA,1,A\n", ImportFaultKind.DoubleColumn, 1)]
    [InlineData("client,product\nA,x\n", ImportFaultKind.MissingColumn, 1)]
    [InlineData("client,sku,product\nA,1,x\nA,2,\"open\nA,3,x\n", ImportFaultKind.OpenQuote, 3)]
    public void A_file_that_is_no_catalogue_is_refused_as_a_whole(string csv, ImportFaultKind kind, int line)
    {
        var fault = Assert.Throws<UnreadableCatalogueException>(() => Read(csv)).Fault;
        Assert.Equal((kind, line), (fault.Kind, fault.Line));
        Assert.True(fault.IsOfFile);
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused_instead_of_read_wrong()
    {
        var bytes = Encoding.Latin1.GetBytes("client,sku,product\nA,1,Lamp\nA,2,Çanta\n");
        Assert.Equal((ImportFaultKind.NotUtf8, 3), Assert.Throws<UnreadableCatalogueException>(() => Read(bytes)).Fault is { } f ? (f.Kind, f.Line) : default);
    }

    [Fact]
    public void A_quote_that_is_never_closed_takes_no_memory()
    {
        var csv = "client,sku,product\nA,1,\"" + string.Concat(Enumerable.Repeat("x,y\n", 2_000_000));
        Assert.Equal((ImportFaultKind.OpenQuote, 2), Assert.Throws<UnreadableCatalogueException>(() => Read(csv)).Fault is { } f ? (f.Kind, f.Line) : default);
    }

    [Theory]
    [InlineData(",1,x,,,,", "client", ImportFaultKind.Missing)]
    [InlineData("A,,x,,,,", "sku", ImportFaultKind.Missing)]
    [InlineData("A B,1,x,,,,", "client", ImportFaultKind.BadCode)]
    [InlineData("A,1,x,a.jpg,0,,", "position", ImportFaultKind.BadPosition)]
    [InlineData("A,1,x,a.jpg,1.5,,", "position", ImportFaultKind.BadPosition)]
    [InlineData("A,1,x,a.jpg,first,,", "position", ImportFaultKind.BadPosition)]
    [InlineData("A,1,x,,2,,", "position", ImportFaultKind.NoFile)]
    [InlineData("A,1,x,a.jpg,,perhaps,", "decorative", ImportFaultKind.NotYesOrNo)]
    [InlineData("A,1,x,a.jpg,,,12345", "sha256", ImportFaultKind.NotASha256)]
    [InlineData("A,1,x,a.jpg,,,,more", "", ImportFaultKind.TooManyCells)]
    [InlineData("A,1,\"x\" y,a.jpg,,,", "", ImportFaultKind.TextAfterQuote)]
    [InlineData("A,1,x\u0001y,a.jpg,,,", "product", ImportFaultKind.ControlCharacter)]
    [InlineData("A,1\0,x,a.jpg,,,", "sku", ImportFaultKind.ControlCharacter)]
    public void A_fault_of_a_line_names_the_field_and_the_next_line_is_read(string line, string field, ImportFaultKind kind)
    {
        var (lines, faults) = Read($"client,sku,product,file,position,decorative,sha256\n{line}\nA,2,good,,,,\n");
        Assert.Equal((2, field, kind), faults.Single() is var f ? (f.Line, f.Field, f.Kind) : default);
        Assert.Equal("2", lines[^1].Sku);
    }

    [Theory]
    [InlineData("sku", 80)]
    [InlineData("product", 300)]
    [InlineData("title", 300)]
    [InlineData("alt", 1000)]
    [InlineData("alt_tr", 1000)]
    public void A_text_that_is_too_long_is_a_fault_of_its_field_and_the_longest_is_none(string field, int most)
    {
        string Line(int length) => $"client,sku,product,file,title,alt,alt_tr\nA,{In("sku")},{In("product")},a.jpg,{In("title")},{In("alt")},{In("alt_tr")}\n".Replace("LONG", new('x', length));
        string In(string column) => column == field ? "LONG" : column == "sku" ? "1" : "";
        Assert.Empty(Read(Line(most)).Faults);
        var fault = Assert.Single(Read(Line(most + 1)).Faults);
        Assert.Equal((field, ImportFaultKind.TooLong, $"{most}"), (fault.Field, fault.Kind, fault.Details[1]));
    }

    private static (IReadOnlyList<CatalogueLine> Lines, IReadOnlyList<ImportFault> Faults) Read(string csv) => Read(Encoding.UTF8.GetBytes(csv));

    private static (IReadOnlyList<CatalogueLine> Lines, IReadOnlyList<ImportFault> Faults) Read(byte[] bytes)
    {
        var faults = new List<ImportFault>();
        using var reader = new CatalogueReader(new MemoryStream(bytes), faults.Add);
        return ([.. reader.Read()], faults);
    }
}
