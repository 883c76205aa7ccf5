using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>What journeys about deleting do behind the pages' backs: by the API, and on the portal's disk.</summary>
static class Deleting
{
    /// <summary>A product with so many pictures called picture-001.png and on, which somebody dropped there.</summary>
    public static async Task<long> FilledProductAsync(this Walk walk, string name, int pictures)
    {
        var product = await walk.NewProductAsync(name);
        var visitor = await walk.SignedInAsync($"/products/{product}");
        var page = new OnProduct(visitor);
        await page.DropAsync(walk.SomePictures(pictures));
        await Expect(page.Pictures).ToHaveCountAsync(pictures);
        await visitor.LeaveAsync();
        return product;
    }

    public static async Task<ProductView> ProductAsync(this MediaProcess portal, long product) => (await portal.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!;

    /// <summary>Deletes the pictures of these numbers, from 1; all when none is named.</summary>
    public static async Task DeleteAsync(this MediaProcess portal, long product, params int[] numbers)
    {
        var pictures = (await portal.ProductAsync(product)).Pictures;
        var ids = pictures.Where((_, index) => numbers.Length == 0 || numbers.Contains(index + 1)).Select(p => p.AssetId);
        using var answer = await portal.Admin.PostAsJsonAsync("/api/assets/deletions", new { assetIds = ids });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The store's disk is away: a file stands where its folder should be.</summary>
    public static void LoseStore(this MediaProcess portal)
    {
        Directory.Move(Store(portal), Store(portal) + "-away");
        File.WriteAllText(Store(portal), "a file where the store's folder should be");
    }

    public static void FindStore(this MediaProcess portal)
    {
        File.Delete(Store(portal));
        Directory.Move(Store(portal) + "-away", Store(portal));
    }

    /// <summary>How many pictures the store has of this client.</summary>
    public static int StoredOf(this MediaProcess portal, string client)
    {
        var folder = Path.Combine(Store(portal), client);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "original.*", SearchOption.AllDirectories).Count() : 0;
    }

    /// <summary>The database of a portal that runs, for what no page and no call can bring about.</summary>
    public static MediaDb Db(this MediaProcess portal) =>
        new SqliteMediaDb(new DbContextOptionsBuilder<SqliteMediaDb>().UseSqlite($"Data Source={Path.Combine(portal.Data, "media.db")};Default Timeout=30").Options);

    private static string Store(MediaProcess portal) => Path.Combine(portal.Data, "store");
}
