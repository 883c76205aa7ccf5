using System.Globalization;
using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Catalog;

/// <summary>A client to make: a code of 1-40 ASCII letters, digits, dashes or underscores, unique for ever, and a name.</summary>
public sealed record NewClient(string Code, string Name);

/// <summary>A product to make: the client's code, a SKU unique within the client, a name.</summary>
public sealed record NewProduct(string Client, string Sku, string Name);

/// <summary>All pictures of a gallery in the order wished.</summary>
public sealed record WishedOrder(IReadOnlyList<long> AssetIds);

/// <summary>A gallery as it stands: its version, its pictures in order.</summary>
public sealed record GalleryNow(int Version, IReadOnlyList<long> AssetIds);

/// <summary>New words for a product; what is null stays.</summary>
public sealed record ProductWords(string? Sku, string? Name);

public static class CatalogApi
{
    public static void MapCatalog(this IEndpointRouteBuilder app)
    {
        var clients = app.MapGroup("/api/clients").WithTags("Clients");
        clients.MapGet("", async (ClientList list, CancellationToken ct, int page = 1) =>
                TypedResults.Ok(Paging.Whole(await list.AllAsync(ct), page)))
            .RequireAuthorization(Policies.Viewer).WithSummary("All clients, by code");
        clients.MapPost("", AddClientAsync).RequireAuthorization(Policies.Editor).WithSummary("Make a client");

        var products = app.MapGroup("/api/products").WithTags("Products");
        products.MapGet("", FindProductsAsync).RequireAuthorization(Policies.Viewer)
            .WithSummary("Products by SKU, a page at a time").WithDescription("search: words that all occur in SKU or name; client: a client's code; withoutImages=true: only those without any picture; mainMissing=true: those whose variants have pictures but which have none of their own; fewerThan: those with fewer pictures of their own; pageSize at most 200.");
        products.MapPost("", AddProductAsync).RequireAuthorization(Policies.Editor).WithSummary("Make a product");
        products.MapGet("{id:long}", ReadProductAsync).RequireAuthorization(Policies.Viewer).WithSummary("A product with its variants and galleries");
        products.MapPatch("{id:long}", RenameProductAsync).RequireAuthorization(Policies.Editor).WithSummary("Change a product's SKU or name");
        products.MapGet("{id:long}/gallery", ReadGalleryAsync).RequireAuthorization(Policies.Viewer)
            .WithSummary("The pictures of a product in order").WithDescription("The ETag is the gallery's version: it changes with every change of the gallery.");

        products.MapPut("{id:long}/gallery/order", ArrangeAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Put the pictures of a gallery into another order")
            .WithDescription("Name every picture once. If-Match: the ETag of the gallery as you saw it, or * for whatever it is now; 412 answers with the order as it stands, 428 when it is missing. variant: for the gallery of one.");
        products.MapGet("{id:long}/gallery/diary", async (long id, GalleryDiary diary, CancellationToken ct, long? variant = null,
            int page = 1) => TypedResults.Ok(Paging.Whole(await diary.ReadAsync(id, variant, ct), page)))
            .RequireAuthorization(Policies.Viewer).WithSummary("What happened to a gallery, the latest first");
        products.MapVariants();

        var assets = app.MapGroup("/api/assets").WithTags("Assets");
        assets.MapGet("", FindAssetsAsync).RequireAuthorization(Policies.Viewer)
            .WithSummary("The library, a page at a time")
            .WithDescription("search: words that all occur in file name, title, alt texts, tags, or in SKU or name of a product; product: its id; client: its code; type: such as image/png; tag; uploader: such as user:1; from, to: moments; unused; missingAlt; duplicates; minGalleries; sort: newest, oldest, name, largest, smallest.");
        assets.MapGet("{id:long}", ReadAssetAsync).RequireAuthorization(Policies.Viewer).WithSummary("One picture: facts, words, addresses");
        app.MapAssetBulk();
        assets.MapPatch("{id:long}", DescribeAssetAsync).RequireAuthorization(Policies.Editor).WithSummary("Change title, alt texts or tags of a picture");
    }

    private static async Task<Results<Created<ClientRow>, ValidationProblem>> AddClientAsync(NewClient client, HttpContext http, ClientList list, CancellationToken ct)
    {
        var (row, fault) = await list.AddAsync(client.Code ?? "", client.Name ?? "", http.User.Actor(), ct);
        return fault is null ? TypedResults.Created("/api/clients", row) : Invalid(fault);
    }

    private static async Task<Ok<Page<ProductRow>>> FindProductsAsync(
        ProductList list, CancellationToken ct, string search = "", string client = "", bool withoutImages = false, bool mainMissing = false, int? fewerThan = null, int page = 1, int pageSize = 50) =>
        TypedResults.Ok(await list.FindAsync(new(search, client, withoutImages, mainMissing, fewerThan, page, pageSize), ct));

    private static async Task<Results<Created<ProductView>, ValidationProblem>> AddProductAsync(NewProduct product, HttpContext http, ProductEditor editor, Galleries galleries, CancellationToken ct)
    {
        var (id, fault) = await editor.AddAsync(product.Client ?? "", product.Sku ?? "", product.Name ?? "", http.User.Actor(), ct);
        return fault is null ? TypedResults.Created($"/api/products/{id}", await galleries.OpenAsync(id, ct)) : Invalid(fault);
    }

    private static async Task<Results<Ok<ProductView>, NotFound>> ReadProductAsync(long id, Galleries galleries, CancellationToken ct) =>
        await galleries.OpenAsync(id, ct) is { } product ? TypedResults.Ok(product) : TypedResults.NotFound();

    private static async Task<Results<Ok<ProductView>, NotFound, ValidationProblem>> RenameProductAsync(
        long id, ProductWords words, HttpContext http, ProductEditor editor, Galleries galleries, CancellationToken ct)
    {
        var (found, fault) = await editor.RenameAsync(id, words.Sku, words.Name, http.User.Actor(), ct);
        if (!found) return TypedResults.NotFound();
        return fault is null ? TypedResults.Ok(await galleries.OpenAsync(id, ct)) : Invalid(fault);
    }

    private static async Task<Results<Ok<Page<GalleryPicture>>, NotFound>> ReadGalleryAsync(
        long id, HttpResponse response, Galleries galleries, CancellationToken ct, int page = 1)
    {
        if (await galleries.OpenAsync(id, ct) is not { } product) return TypedResults.NotFound();
        response.Headers.ETag = $"\"{product.GalleryVersion}\"";
        return TypedResults.Ok(Paging.Whole(product.Pictures, page));
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult, JsonHttpResult<GalleryNow>>> ArrangeAsync(
        long id, WishedOrder wish, HttpContext http, GalleryOrder order, Galleries galleries, CancellationToken ct, long? variant = null)
    {
        if (IfMatch.IsMissing(http.Request)) return TypedResults.Problem(
            "Say which order you saw: If-Match with the gallery's ETag, or * for whatever it is now.",
            statusCode: StatusCodes.Status428PreconditionRequired);
        var tag = await IfMatch.SeenAsync(http.Request, async () =>
            (await galleries.OpenAsync(id, ct))?.GalleryVersion.ToString(CultureInfo.InvariantCulture));
        int? version = tag is null ? null : int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : -1;
        switch (await order.ArrangeAsync(id, variant, wish.AssetIds ?? [], version, http.User.Actor(), ct))
        {
            case ArrangeOutcome.Arranged done:
                http.Response.Headers.ETag = $"\"{done.Version}\"";
                return TypedResults.NoContent();
            case ArrangeOutcome.Overtaken late:
                http.Response.Headers.ETag = $"\"{late.Version}\"";
                return TypedResults.Json(new GalleryNow(late.Version, late.AssetIds), statusCode: StatusCodes.Status412PreconditionFailed);
            case ArrangeOutcome.Refused refused:
                return Invalid(refused.Fault);
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<Ok<Page<AssetView>>, ValidationProblem>> FindAssetsAsync(AssetList list, [AsParameters] AssetFilter filter, CancellationToken ct, int page = 1, int pageSize = 50) =>
        filter.Read(out var query) is { } fault ? Invalid(fault) : TypedResults.Ok(await list.FindAsync(query, page, pageSize, ct));

    private static async Task<Results<Ok<AssetView>, NotFound>> ReadAssetAsync(long id, AssetList list, CancellationToken ct) =>
        await list.FindAsync(id, ct) is { } asset ? TypedResults.Ok(asset) : TypedResults.NotFound();

    private static async Task<Results<Ok<AssetView>, NotFound, ValidationProblem>> DescribeAssetAsync(long id, AssetWords words, HttpContext http, AssetList list, CancellationToken ct)
    {
        var (asset, fault, _) = await list.DescribeAsync(id, words, http.User.Actor(), ct);
        if (fault is not null) return Invalid(fault);
        return asset is null ? TypedResults.NotFound() : TypedResults.Ok(asset);
    }

    private static ValidationProblem Invalid(FieldFault fault) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [fault.Field] = [fault.Sentence] });
}
