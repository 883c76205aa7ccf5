using System.Net.Http.Json;
using MediaAdmin.Catalog;

namespace MediaAdmin.Tests.Support;

/// <summary>What tests do with variants, by the calls that programs use.</summary>
public static class VariantCalls
{
    public static Task<HttpResponseMessage> PutVariantsAsync(this HttpClient http, long product, IEnumerable<object> variants, string? match = null, bool dryRun = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/products/{product}/variants{(dryRun ? "?dryRun=true" : "")}") { Content = JsonContent.Create(new { variants }) };
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        return http.SendAsync(request);
    }

    /// <summary>So many new variants on a product, named V-001, V-002 …; their ids in order.</summary>
    public static async Task<long[]> NewVariantsAsync(this HttpClient http, long product, int count)
    {
        using var answer = await http.PutVariantsAsync(product, Enumerable.Range(1, count).Select(n => new { sku = $"V-{n:000}", name = $"Variant {n}" }));
        answer.EnsureSuccessStatusCode();
        return [.. (await answer.Content.ReadFromJsonAsync<VariantsAnswer>(MediaApp.Json))!.Variants.Select(v => v.Id)];
    }

    /// <summary>The variants of a product in order, and the ETag of the list.</summary>
    public static async Task<(IReadOnlyList<VariantView> Variants, string Tag)> VariantsAsync(this HttpClient http, long product)
    {
        using var answer = await http.GetAsync($"/api/products/{product}/variants");
        return ((await answer.Content.ReadFromJsonAsync<Page<VariantView>>(MediaApp.Json))!.Items, answer.Headers.ETag!.Tag);
    }
}
