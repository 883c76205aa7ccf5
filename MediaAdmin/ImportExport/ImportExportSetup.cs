namespace MediaAdmin.ImportExport;

public static class ImportExportSetup
{
    public static IServiceCollection AddImportExport(this IServiceCollection services) => services
        .AddSingleton<CatalogueImport>()
        .AddSingleton<CatalogueExport>();
}
