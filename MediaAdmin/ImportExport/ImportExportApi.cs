using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.ImportExport;

public static class ImportExportApi
{
    public const string CataloguePath = "/api/catalogue.csv";

    public static void MapImportExport(this IEndpointRouteBuilder app) =>
        app.MapGet(CataloguePath, Export).RequireAuthorization(Policies.Viewer).WithTags("Catalogue")
            .WithSummary("The catalogue as CSV").WithDescription("Clients, products, variants and the pictures of their galleries in order, as the import reads them; client: only one, by its code.");

    /// <summary>Written as it is read: the first line leaves before the last product is known.</summary>
    private static PushStreamHttpResult Export(CatalogueExport export, CancellationToken ct, string client = "") =>
        TypedResults.Stream(async body => await export.WriteAsync(body, client, null, _ => { }, ct), "text/csv; charset=utf-8", client.Length > 0 && Catalog.Client.IsCode(client) ? $"catalogue-{client}.csv" : "catalogue.csv");
}
