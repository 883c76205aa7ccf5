using MediaAdmin.ImportExport.Account;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Quartz;

namespace MediaAdmin.ImportExport;

public static class ImportExportSetup
{
    public static IServiceCollection AddImportExport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddWork(ImportJob.Kind);
        if (configuration.GetValue("Storage:Provider", StorageProvider.Local) == StorageProvider.Cloudinary) services.AddWork(AccountImportJob.Kind);
        return services.AddSingleton<CatalogueImport>()
            .AddSingleton<CatalogueExport>()
            .AddSingleton<WordsExport>()
            .AddSingleton<WordsImport>()
            .AddSingleton<ImportControl>()
            .AddSingleton<ImportSweep>()
            .AddSingleton<AccountReader>()
            .AddSingleton<AccountMatch>()
            .AddSingleton<AccountImports>()
            .AddQuartz(quartz => quartz.ScheduleJob<ImportSweepJob>(
                trigger => trigger.WithIdentity(ImportSweepJob.Key.Name, ImportSweepJob.Key.Group).StartNow().WithSimpleSchedule(s => s.WithInterval(ImportSweepJob.Every).RepeatForever()),
                job => job.WithIdentity(ImportSweepJob.Key)));
    }
}
