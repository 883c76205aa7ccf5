using MediaAdmin.ImportExport.Account;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;

namespace MediaAdmin.ImportExport;

public static class ImportExportSetup
{
    public static IServiceCollection AddImportExport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddJob<ImportJob>();
        if (configuration.GetValue("Storage:Provider", StorageProvider.Local) == StorageProvider.Cloudinary) services.AddJob<AccountImportJob>();
        return services.AddSingleton<CatalogueImport>()
            .AddSingleton<CatalogueExport>()
            .AddSingleton<WordsExport>()
            .AddSingleton<WordsImport>()
            .AddSingleton<ImportControl>()
            .AddSingleton<ImportSweep>()
            .AddSingleton<AccountReader>()
            .AddSingleton<AccountMatch>()
            .AddSingleton<AccountImports>()
            .AddRecurringJob<ImportSweepJob>(ImportSweepJob.Name, j => j.RunAsync(CancellationToken.None), ImportSweepJob.Every);
    }
}
