using MediaAdmin.ImportExport.Account;
using Quartz;

namespace MediaAdmin.ImportExport;

public static class ImportExportSetup
{
    public static IServiceCollection AddImportExport(this IServiceCollection services) => services
        .AddSingleton<CatalogueImport>()
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
