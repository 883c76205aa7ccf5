using System.CommandLine;
using MediaAdmin.Access;
using MediaAdmin.Setup.Demo;
using MediaAdmin.Uploads;

namespace MediaAdmin.Setup;

public static class SetupCommands
{
    public static IEnumerable<Command> For(IServiceProvider services)
    {
        var products = new Option<int>("--products") { Description = $"How many, {DemoCatalogue.FewestProducts} to {DemoCatalogue.MostProducts}", DefaultValueFactory = _ => DemoCatalogue.UsualProducts }
            .Between(DemoCatalogue.FewestProducts, DemoCatalogue.MostProducts);
        var demo = new Command("demo", "Fill the portal with a demo catalogue whose pictures it draws itself") { products };
        demo.SetAction(async (parsed, ct) =>
        {
            var (store, pictures) = (services.GetRequiredService<StoreUpload>(), 0);
            await foreach (var upload in services.GetRequiredService<DemoLoader>().LoadAsync(parsed.GetValue(products), Actor.Portal, ct))
            {
                await store.RunAsync(upload, ct); // the job engine does not run here
                pictures++;
            }
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{pictures} pictures stored.");
            return 0;
        });
        yield return demo;
    }
}
