using MediaAdmin;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Describing;
using MediaAdmin.Editing;
using MediaAdmin.Imaging;
using MediaAdmin.ImportExport;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Notices;
using MediaAdmin.Portal;
using MediaAdmin.Reconciliation;
using MediaAdmin.Setup;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Local;
using MediaAdmin.Telemetry;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Direct;
using MediaAdmin.Uploads.Tus;

if (args is [ImagingWorker.Verb]) return ImagingWorker.Run();

var commandLine = CommandLine.Read(args);
var builder = WebApplication.CreateBuilder(commandLine.Settings);
commandLine.QuietLog(builder.Logging);
StandardSettings.AddTo(builder.Configuration);
if (ConfigurationCheck.Faults(builder.Configuration) is { Count: > 0 } faults) return ConfigurationCheck.Refuse(faults);
builder.Services
    .AddMediaDb(builder.Configuration)
    .AddLive(builder.Configuration)
    .AddStorage(builder.Configuration)
    .AddImaging(builder.Configuration)
    .AddJobs(builder.Configuration)
    .AddAccess(builder.Configuration)
    .AddNotices()
    .AddCatalog()
    .AddDescribing(builder.Configuration)
    .AddDeletion(builder.Configuration)
    .AddEditing()
    .AddUploads(builder.Configuration)
    .AddTus()
    .AddReconciliation(builder.Configuration)
    .AddImportExport(builder.Configuration)
    .AddFirstRun()
    .AddTelemetry(builder.Configuration)
    .AddApi()
    .AddPortal();

await using var app = builder.Build();
if (commandLine.HasVerb) return await commandLine.RunAsync(app.Services,
    [.. AccessCommands.For(app.Services), .. SetupCommands.For(app.Services), .. DeletionCommands.For(app.Services), .. ReconciliationCommands.For(app.Services), .. ImportExportCommands.For(app.Services)]);
if (await FirstRunSetup.FaultAsync(app.Services) is { } fault) return ConfigurationCheck.Refuse([fault]);

app.UsePublicAddress();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UsePortal();
app.UseFirstRun();
app.UseAccess(app.Services.GetRequiredService<IMediaStore>().Origin, app.Services.GetRequiredService<DirectUploads>().Origin);
app.MapStaticAssets().AllowAnonymous();
app.MapLocalStore().RequireAuthorization(Policies.Viewer);
app.MapAccess();
app.MapCatalog();
app.MapDeletion();
app.MapCleanup();
app.MapUploads();
app.MapTus();
app.MapReconciliation();
app.MapJobs();
app.MapNotifications();
app.MapImportExport();
app.MapApi();
app.MapPortal();
await app.RunAsync();
return 0;
