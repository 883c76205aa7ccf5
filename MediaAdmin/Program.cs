using MediaAdmin.Imaging;

if (args is [ImagingWorker.Verb]) return ImagingWorker.Run();

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapStaticAssets();
app.MapGet("/", () => "MediaAdmin");
app.Run();
return 0;
