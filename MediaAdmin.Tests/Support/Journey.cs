using System.Net.Http.Json;
using System.Security.Cryptography;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Support;

/// <summary>What tests do with uploads and look at, on their way from the first byte to the gallery.</summary>
public static class Journey
{
    /// <summary>A new API key of this role.</summary>
    public static async Task<string> NewKeyAsync(this MediaApp app, Role role) =>
        ((KeyCreated.Done)await app.Get<ApiKeys>().CreateAsync("test", role, Actor.Portal, CancellationToken.None)).Secret;

    public static Guid Id(string url) => Guid.ParseExact(url[(url.LastIndexOf('/') + 1)..], "N");

    public static Task<HttpResponseMessage> AnnounceAsync(this HttpClient http, object announcement) => http.PostAsJsonAsync("/api/uploads/batches", announcement);

    /// <summary>Announces files as the browser does and reads what is expected of each.</summary>
    public static async Task<ExpectedBatch> ExpectAsync(this HttpClient http, object announcement)
    {
        using var answer = await http.AnnounceAsync(announcement);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<ExpectedBatch>(MediaApp.Json))!;
    }

    public static async Task<IReadOnlyList<UploadView>> BatchAsync(this HttpClient http, Guid batch) =>
        (await http.GetFromJsonAsync<Page<UploadView>>($"/api/uploads?batch={batch}", MediaApp.Json))!.Items;

    public static async Task<UploadView> UploadAsync(this MediaApp app, string url) => (await app.Admin.GetFromJsonAsync<UploadView>(url, MediaApp.Json))!;

    public static Task<UploadView> UntilAsync(this MediaApp app, string url, Func<UploadView, bool> holds, string what) =>
        Eventually.GetAsync(() => app.UploadAsync(url), holds, what);

    public static Task<UploadView> UntilAsync(this MediaApp app, string url, UploadState state) => app.UntilAsync(url, u => u.State == state, $"state {state}");

    /// <summary>The row itself.</summary>
    public static async Task<Upload> RowAsync(this MediaApp app, string url)
    {
        await using var db = await app.DbAsync();
        var id = Id(url);
        return await db.Set<Upload>().AsNoTracking().SingleAsync(u => u.Id == id);
    }

    public static Task<MediaDb> DbAsync(this MediaApp app) => app.Get<IDbContextFactory<MediaDb>>().CreateDbContextAsync();

    public static Task SweepAsync(this MediaApp app) => app.Get<UploadSweep>().RunAsync(CancellationToken.None);

    public static Task<IReadOnlyList<GalleryPicture>> GalleryAsync(this MediaApp app, long product, int expected) => Eventually.GetAsync(
        async () => (await app.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Pictures, pictures => pictures.Count == expected, $"{expected} pictures in the gallery");

    /// <summary>Names of the files that staging has of this upload.</summary>
    public static IReadOnlyList<string> Staged(this MediaApp app, string url) =>
        [.. Directory.EnumerateFiles(app.Get<Staging>().Root, Id(url).ToString("N") + "*").Select(f => Path.GetFileName(f)!)];

    /// <summary>Files of this upload in the local store.</summary>
    public static IReadOnlyList<string> Stored(this MediaApp app, string url)
    {
        var store = Path.Combine(app.Data, "store");
        return Directory.Exists(store) ? [.. Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Where(f => f.Contains(Id(url).ToString("N")))] : [];
    }

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>SHA-256 of what staging has of this upload.</summary>
    public static string StagedSha256(this MediaApp app, string url) => Sha256(File.ReadAllBytes(app.Get<Staging>().Bytes(Id(url))));
}
