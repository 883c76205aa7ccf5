using MediaAdmin;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Live;

if (args is [ImagingWorker.Verb]) return ImagingWorker.Run();

var commandLine = CommandLine.Read(args);
var builder = WebApplication.CreateBuilder(commandLine.Settings);
commandLine.QuietLog(builder.Logging);
builder.Services.AddMediaDb(builder.Configuration).AddLive().AddAccess(builder.Configuration);

var app = builder.Build();
if (commandLine.HasVerb) return await commandLine.RunAsync(app.Services, [.. AccessCommands.For(app.Services)]);
await app.Services.MigrateAsync(CancellationToken.None);

app.UseExceptionHandler();
app.UseAccess();
app.MapStaticAssets().AllowAnonymous();
app.MapAccess();
app.MapGet("/", () => "MediaAdmin").RequireAuthorization(Policies.Viewer);
app.Run();
return 0;
