namespace MediaAdmin.Portal.ImportExport;

/// <summary>The words of bringing the catalogue in and out: ImportExportWords.resx (English) and ImportExportWords.tr.resx (Turkish). What is wrong with a file is said by ImportWords.</summary>
public sealed class ImportExportWords;
