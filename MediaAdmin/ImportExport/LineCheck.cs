using System.Globalization;
using MediaAdmin.Catalog;

namespace MediaAdmin.ImportExport;

/// <summary>Looks at the cells of one line by themselves: what has a fault is reported and left out.</summary>
sealed class LineCheck(LineCheck.Report report)
{
    internal delegate void Report(string field, ImportFaultKind kind, params string[] details);

    private const int MaxPath = 1000;

    public string Code(string text)
    {
        if (text.Length == 0) report(CatalogueColumns.Client, ImportFaultKind.Missing, CatalogueColumns.Client);
        else if (!Client.IsCode(text)) report(CatalogueColumns.Client, ImportFaultKind.BadCode, text, Number(Client.MaxCode));
        return text;
    }

    public string ClientName(string text) => Short(CatalogueColumns.ClientName, text, Client.MaxName);

    public string Sku(string text)
    {
        if (text.Length == 0) report(CatalogueColumns.Sku, ImportFaultKind.Missing, CatalogueColumns.Sku);
        return Short(CatalogueColumns.Sku, text, Product.MaxSku);
    }

    public string VariantSku(string text) => Short(CatalogueColumns.Variant, text, Product.MaxSku);

    public string Name(string field, string text) => Short(field, text, Product.MaxName);

    public string File(string text) => Short(CatalogueColumns.File, text, MaxPath);

    public string? Title(string? text) => Words(CatalogueColumns.Title, text, Asset.MaxTitle);

    public string? Alt(string field, string? text) => Words(field, text, Asset.MaxAlt);

    public int? Position(string text)
    {
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position > 0) return position;
        report(CatalogueColumns.Position, ImportFaultKind.BadPosition, text);
        return null;
    }

    public bool? YesOrNo(string text)
    {
        switch (text.ToLowerInvariant())
        {
            case "":
                return null;
            case "yes" or "true" or "1" or "evet":
                return true;
            case "no" or "false" or "0" or "hayır":
                return false;
            default:
                report(CatalogueColumns.Decorative, ImportFaultKind.NotYesOrNo, text);
                return null;
        }
    }

    public IReadOnlyList<string>? Tags(string? text) => Words(CatalogueColumns.Tags, text, int.MaxValue) is { } cell ? Cell.Split(cell) : null;

    public string Sha256(string text)
    {
        if (text.Length == 0 || (text.Length == 64 && text.All(char.IsAsciiHexDigit))) return text.ToLowerInvariant();
        report(CatalogueColumns.Sha256, ImportFaultKind.NotASha256, text);
        return "";
    }

    /// <summary>What the cells say together.</summary>
    public void Together(CatalogueLine line)
    {
        if (line.VariantName.Length > 0 && line.Variant.Length == 0) report(CatalogueColumns.VariantName, ImportFaultKind.Missing, CatalogueColumns.Variant);
        if (line.File.Length > 0) return;
        (string Field, object? Value)[] ofFile =
        [
            (CatalogueColumns.Position, line.Position), (CatalogueColumns.Title, line.Title), (CatalogueColumns.Alt, line.Alt), (CatalogueColumns.AltTr, line.AltTr),
            (CatalogueColumns.Decorative, line.Decorative), (CatalogueColumns.Tags, line.Tags), (CatalogueColumns.Sha256, line.Sha256.Length > 0 ? line.Sha256 : null),
        ];
        if (ofFile.FirstOrDefault(f => f.Value is not null) is { Field: { } field }) report(field, ImportFaultKind.NoFile, field);
    }

    private string Short(string field, string text, int most)
    {
        if (text.Any(char.IsControl)) report(field, ImportFaultKind.ControlCharacter, field);
        if (text.Length > most) report(field, ImportFaultKind.TooLong, field, Number(most), Number(text.Length));
        return text;
    }

    private string? Words(string field, string? text, int most)
    {
        if (text?.Contains('\0') == true) report(field, ImportFaultKind.ControlCharacter, field);
        if (text?.Length > most) report(field, ImportFaultKind.TooLong, field, Number(most), Number(text.Length));
        return text;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
