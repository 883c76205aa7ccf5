using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>Carries out a plan inside the caller's transaction: the same number of statements whatever the number of lines. Each new row's id is read back by what makes it unique.</summary>
sealed class ImportWriter(MediaDb db, ImportPlan plan, Actor by, DateTimeOffset now, CancellationToken ct)
{
    private readonly object _at = db.Moment(now);
    private Dictionary<long, long> _clients = [], _products = [], _variants = [], _assets = [];

    /// <param name="fileOf">The stored file of a new picture.</param>
    /// <returns>The products whose galleries changed.</returns>
    public async Task<IReadOnlyList<long>> WriteAsync(Func<NewAsset, AssetFile> fileOf)
    {
        await ClientsAsync();
        await ProductsAsync();
        await VariantsAsync();
        await AssetsAsync(fileOf);
        return await GalleriesAsync();
    }

    private async Task ClientsAsync()
    {
        await db.WriteAsync("code text, name text", [.. plan.NewClients.Select(c => new { code = c.Client.Code, name = c.Client.Name })],
            """INSERT INTO "Clients" ("Code", "Name", "CreatedAt") SELECT r.code, r.name, {1} FROM $rows""", ct, _at);
        var codes = plan.NewClients.Select(c => c.Client.Code).ToList();
        if (codes.Count > 0)
        {
            var ids = await db.Set<Client>().Where(c => EF.Parameter(codes).Contains(c.Code)).ToDictionaryAsync(c => c.Code, c => c.Id, ct);
            _clients = plan.NewClients.ToDictionary(c => c.Id, c => ids[c.Client.Code]);
        }
        await db.WriteAsync("id bigint, name text", [.. plan.RenamedClients.Select(c => new { id = c.Id, name = c.Name })],
            """UPDATE "Clients" SET "Name" = r.name FROM $rows WHERE "Clients"."Id" = r.id""", ct);
    }

    private async Task ProductsAsync()
    {
        var rows = plan.NewProducts.Select(p => new { client = Real(_clients, p.Product.ClientId), sku = p.Product.Sku, name = p.Product.Name, search = p.Product.SearchText }).ToList();
        await db.WriteAsync("client bigint, sku text, name text, search text", rows,
            """
            INSERT INTO "Products" ("ClientId", "Sku", "Name", "SearchText", "GalleryVersion", "CreatedAt")
            SELECT r.client, r.sku, r.name, r.search, 0, {1} FROM $rows
            """, ct, _at);
        if (rows.Count > 0)
        {
            var (clients, skus) = (rows.Select(r => r.client).Distinct().ToList(), rows.Select(r => r.sku).Distinct().ToList());
            var ids = await db.Set<Product>().Where(p => EF.Parameter(clients).Contains(p.ClientId) && EF.Parameter(skus).Contains(p.Sku)).ToDictionaryAsync(p => (p.ClientId, p.Sku), p => p.Id, ct);
            _products = plan.NewProducts.Zip(rows).ToDictionary(p => p.First.Id, p => ids[(p.Second.client, p.Second.sku)]);
        }
        await db.WriteAsync("id bigint, name text, search text", [.. plan.ChangedProducts.Select(p => new { id = p.Id, name = p.Name, search = p.SearchText })],
            """UPDATE "Products" SET "Name" = r.name, "SearchText" = r.search FROM $rows WHERE "Products"."Id" = r.id""", ct);
        if (plan.ChangedProducts.Count > 0) await OwedWords.NoteProductsAsync(db, [.. plan.ChangedProducts.Select(p => p.Id)], WordParts.Texts, ct);
    }

    private async Task VariantsAsync()
    {
        var rows = plan.NewVariants.Select(v => new { product = Real(_products, v.ProductId), sku = v.Variant.Sku, name = v.Variant.Name, position = v.Variant.Position }).ToList();
        await db.WriteAsync("product bigint, sku text, name text, position int", rows,
            """INSERT INTO "Variants" ("ProductId", "Sku", "Name", "Position") SELECT r.product, r.sku, r.name, r.position FROM $rows""", ct);
        if (rows.Count > 0)
        {
            var products = rows.Select(r => r.product).Distinct().ToList();
            var ids = await db.Set<Variant>().Where(v => EF.Parameter(products).Contains(v.ProductId)).ToDictionaryAsync(v => (v.ProductId, v.Sku), v => v.Id, ct);
            _variants = plan.NewVariants.Zip(rows).ToDictionary(v => v.First.Id, v => ids[(v.Second.product, v.Second.sku)]);
        }
        await db.WriteAsync("id bigint, name text", [.. plan.RenamedVariants.Select(v => new { id = v.Id, name = v.Name })],
            """UPDATE "Variants" SET "Name" = r.name FROM $rows WHERE "Variants"."Id" = r.id""", ct);
    }

    private async Task AssetsAsync(Func<NewAsset, AssetFile> fileOf)
    {
        var codes = plan.NewAssets.Select(a => a.Client).Distinct().ToList();
        var clients = codes.Count == 0 ? [] : await db.Set<Client>().Where(c => EF.Parameter(codes).Contains(c.Code)).ToDictionaryAsync(c => c.Code, c => c.Id, ct);
        foreach (var one in plan.NewAssets) one.Asset.Replace(one.Asset.FileName, fileOf(one));
        await db.WriteAsync(
            "client bigint, name text, type text, bytes bigint, width int, height int, sha text, store text, key text, version text, title text, en text, tr text, tags json, decorative boolean, search text",
            [.. plan.NewAssets.Select(n => (Client: clients[n.Client], n.Asset)).Select(n => new
            {
                client = n.Client, name = n.Asset.FileName, type = n.Asset.ContentType, bytes = n.Asset.Bytes, width = n.Asset.Width, height = n.Asset.Height, sha = n.Asset.Sha256,
                store = n.Asset.Store, key = n.Asset.StoreKey, version = n.Asset.StoreVersion, title = n.Asset.Title, en = n.Asset.AltEn, tr = n.Asset.AltTr, tags = n.Asset.Tags,
                decorative = n.Asset.IsDecorative, search = n.Asset.SearchText,
            })],
            """
            INSERT INTO "Assets" ("ClientId", "FileName", "ContentType", "Bytes", "Width", "Height", "Sha256", "Store", "StoreKey", "StoreVersion",
                "Title", "AltEn", "AltTr", "Tags", "IsDecorative", "SearchText", "CreatedBy", "CreatedAt")
            SELECT r.client, r.name, r.type, r.bytes, r.width, r.height, r.sha, r.store, r.key, r.version, r.title, r.en, r.tr, texts(r.tags), r.decorative, r.search, {1}, {2} FROM $rows
            """, ct, by.Id, _at);
        if (plan.NewAssets.Count > 0)
        {
            var keys = plan.NewAssets.Select(a => a.Asset.StoreKey).ToList();
            var ids = await db.Set<Asset>().Where(a => EF.Parameter(keys).Contains(a.StoreKey)).ToDictionaryAsync(a => (a.Store, a.StoreKey), a => a.Id, ct);
            _assets = plan.NewAssets.ToDictionary(a => a.Id, a => ids[(a.Asset.Store, a.Asset.StoreKey)]);
        }
        await db.WriteAsync("id bigint, title text, en text, tr text, tags json, decorative boolean, search text",
            [.. plan.Described.Values.Select(a => new { id = a.Id, title = a.Title, en = a.AltEn, tr = a.AltTr, tags = a.Tags, decorative = a.IsDecorative, search = a.SearchText })],
            """
            UPDATE "Assets" SET "Title" = r.title, "AltEn" = r.en, "AltTr" = r.tr, "Tags" = texts(r.tags), "IsDecorative" = r.decorative, "SearchText" = r.search
            FROM $rows WHERE "Assets"."Id" = r.id
            """, ct);
        var worded = _assets.Values.Concat(plan.Described.Keys).Concat(plan.NewPlacements.Select(l => Real(_assets, l.AssetId))).Distinct().ToList();
        if (worded.Count > 0) await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => EF.Parameter(worded).Contains(a.Id)), WordParts.All, ct);
    }

    private async Task<IReadOnlyList<long>> GalleriesAsync()
    {
        await db.WriteAsync("asset bigint, product bigint, variant bigint, position int",
            [.. plan.NewPlacements.Select(l => new { asset = Real(_assets, l.AssetId), product = Real(_products, l.ProductId), variant = RealVariant(l.VariantId), position = l.Position })],
            """INSERT INTO "Placements" ("AssetId", "ProductId", "VariantId", "Position") SELECT r.asset, r.product, r.variant, r.position FROM $rows""", ct);
        await db.WriteAsync("id bigint, position int", [.. plan.Moves.Select(m => new { id = m.Id, position = m.Position })],
            """UPDATE "Placements" SET "Position" = r.position FROM $rows WHERE "Placements"."Id" = r.id""", ct);
        var (added, reordered) = (plan.Added.Select(Real).ToList(), plan.Reordered.Select(Real).ToList());
        var products = added.Concat(reordered).Select(t => t.ProductId).Distinct().ToList();
        if (products.Count > 0)
            await db.Set<Product>().Where(p => EF.Parameter(products).Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        await GalleryDiary.NoteAsync(db, added, GalleryChange.Added, by, now, ct);
        await GalleryDiary.NoteAsync(db, reordered, GalleryChange.Reordered, by, now, ct);
        return products;
    }

    private TouchedPlacements Real(TouchedPlacements touched) => new(Real(_products, touched.ProductId), RealVariant(touched.VariantId), touched.Pictures);

    private long? RealVariant(long? id) => id is { } variant ? Real(_variants, variant) : null;

    private static long Real(Dictionary<long, long> ids, long id) => id > 0 ? id : ids[id];
}
