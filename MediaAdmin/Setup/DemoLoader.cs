using System.Runtime.CompilerServices;
using System.Xml.Linq;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Live;
using MediaAdmin.Setup.Demo;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Setup;

/// <summary>
/// Fills the portal with a catalogue to try it on. Products come in one transaction; their pictures are drawn one by one and go the same way
/// as anybody's upload. Running it again adds what is missing and nothing twice.
/// </summary>
public sealed class DemoLoader(IDbContextFactory<MediaDb> dbs, ImageTool images, Reception reception, Staging staging, Announcements news, TimeProvider clock)
{
    /// <summary>Ids of the pictures' uploads, each queued for the store as soon as it is drawn.</summary>
    public async IAsyncEnumerable<Guid> LoadAsync(int products, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        by.Require(Role.Admin);
        foreach (var drawing in await AddProductsAsync(DemoCatalogue.Clients(products), ct))
        {
            var path = staging.Scratch(".jpg");
            try
            {
                var svg = drawing.Picture.Svg();
                var root = XElement.Parse(svg);
                await images.DrawAsync(svg, path, (int)root.Attribute("width")!, (int)root.Attribute("height")!, ct);
                if (await QueueAsync(drawing, path, by, ct) is { } id) yield return id;
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    private async Task<Guid?> QueueAsync(Drawing drawing, string path, Actor by, CancellationToken ct)
    {
        // The fingerprint finds a row again whose drawing was cut off; two products may well have the same picture.
        var file = new NewFile(drawing.Picture.FileName, new FileInfo(path).Length, Alt: drawing.Picture.AltEn, Fingerprint: $"demo|{drawing.Picture.FileName}", KeepDuplicate: true, AltTr: drawing.Picture.AltTr);
        var outcome = await reception.ExpectAsync(drawing.Batch, new(drawing.Product, drawing.Variant), [file], by, ct);
        if (outcome is not ExpectOutcome.Expected { Uploads: [var upload] }) return null;
        File.Move(path, staging.Bytes(upload.Id), overwrite: true);
        DurableFile.Flush(staging.Bytes(upload.Id));
        await reception.CompleteAsync(upload.Id, ct);
        return upload.Id;
    }

    private async Task<List<Drawing>> AddProductsAsync(IReadOnlyList<DemoClient> clients, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (drawings, batch) = (new List<Drawing>(), Guid.CreateVersion7());
        foreach (var wanted in clients)
        {
            var client = await db.Set<Client>().FirstOrDefaultAsync(c => c.Code == wanted.Code, ct) ?? db.Add(Client.Create(wanted.Code, wanted.Name, clock.GetUtcNow())).Entity;
            await db.SaveChangesAsync(ct);
            var products = await db.Set<Product>().Include(p => p.Variants).Where(p => p.ClientId == client.Id).ToDictionaryAsync(p => p.Sku, ct);
            var there = await db.Set<Upload>().Where(u => u.ClientId == client.Id && u.ReceivedAt != null && u.State != UploadState.Cancelled).Select(u => u.FileName).ToHashSetAsync(ct);
            foreach (var one in wanted.Products)
            {
                if (!products.TryGetValue(one.Sku, out var product)) db.Add(product = New(one, client.Id));
                await db.SaveChangesAsync(ct);
                drawings.AddRange(one.Pictures.Where(p => !there.Contains(p.FileName)).Select(p => new Drawing(batch, product.Id, product.Variants.FirstOrDefault(v => v.Sku == p.VariantSku)?.Id, p)));
            }
        }
        await transaction.CommitAsync(ct);
        news.Publish(ProductsChanged.Topic, new ProductsChanged());
        return drawings;
    }

    private Product New(DemoProduct one, long client)
    {
        var product = Product.Create(client, one.Sku, one.Name, clock.GetUtcNow());
        foreach (var variant in one.Variants) product.AddVariant(variant.Sku, variant.Name);
        return product;
    }

    private sealed record Drawing(Guid Batch, long Product, long? Variant, DemoPicture Picture);
}
