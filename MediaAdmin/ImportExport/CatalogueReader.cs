namespace MediaAdmin.ImportExport;

/// <summary>
/// Reads a catalogue file line by line (<see cref="CsvSheet"/>). Every fault of a line is reported; the line comes nevertheless, without what is wrong, so that it is known
/// which product it speaks of.
/// </summary>
public sealed class CatalogueReader(Stream stream, Action<ImportFault> report) : IDisposable
{
    private readonly CsvSheet _sheet = new(stream, CatalogueColumns.All, CatalogueColumns.Needed, report);

    /// <exception cref="UnreadableCatalogueException">Nothing can be said of the lines that follow.</exception>
    public IEnumerable<CatalogueLine> Read() => _sheet.Lines().Select(ReadLine);

    private CatalogueLine ReadLine(int number)
    {
        var check = new LineCheck(_sheet.Say);
        var line = new CatalogueLine(number,
            check.Code(_sheet.Text(CatalogueColumns.Client)), check.ClientName(_sheet.Text(CatalogueColumns.ClientName)),
            check.Sku(_sheet.Text(CatalogueColumns.Sku)), check.Name(CatalogueColumns.Product, _sheet.Text(CatalogueColumns.Product)),
            check.VariantSku(_sheet.Text(CatalogueColumns.Variant)), check.Name(CatalogueColumns.VariantName, _sheet.Text(CatalogueColumns.VariantName)),
            check.File(_sheet.Text(CatalogueColumns.File)), check.Position(_sheet.Text(CatalogueColumns.Position)),
            check.Title(_sheet.Words(CatalogueColumns.Title)), check.Alt(CatalogueColumns.Alt, _sheet.Words(CatalogueColumns.Alt)), check.Alt(CatalogueColumns.AltTr, _sheet.Words(CatalogueColumns.AltTr)),
            check.YesOrNo(_sheet.Text(CatalogueColumns.Decorative)), check.Tags(_sheet.Words(CatalogueColumns.Tags)), check.Sha256(_sheet.Text(CatalogueColumns.Sha256)));
        check.Together(line);
        return line;
    }

    public void Dispose() => _sheet.Dispose();
}
