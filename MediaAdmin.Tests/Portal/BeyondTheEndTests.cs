using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

/// <summary>Every list of the interface, asked for a page that it does not have.</summary>
public sealed class BeyondTheEndTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task A_page_beyond_the_end_of_a_list_is_empty_and_says_how_many_there_are()
    {
        var (product, batch) = (await shared.App.NewProductAsync(), Guid.NewGuid());
        foreach (var seed in (int[])[901, 901, 902])
        {
            var url = await new TusClient(shared.App.Admin).UploadAsync(Pictures.Png(seed), $"{seed}.png", product, ("batch", $"{batch}"));
            await shared.App.UntilAsync(url, u => u.State is UploadState.Stored or UploadState.Duplicate, "it to be stored, or to be known already");
        }
        await shared.App.Admin.NewVariantsAsync(product, 3);
        using var admin = await PortalBrowser.SignedInAsync(shared.App); // a key has no sessions to list
        foreach (var path in await ListsAsync(product, batch))
        {
            var first = await admin.Http.GetFromJsonAsync<JsonElement>(path);
            foreach (var page in (int[])[2, 7_000, int.MaxValue])
            {
                var answer = await admin.Http.GetFromJsonAsync<JsonElement>($"{path}{(path.Contains('?') ? '&' : '?')}page={page}");
                Assert.Equal((path, 0, page), (path, answer.GetProperty("items").GetArrayLength(), answer.GetProperty("page").GetInt32()));
                Assert.Equal((path, first.GetProperty("total").GetInt32()), (path, answer.GetProperty("total").GetInt32()));
            }
        }
    }

    /// <summary>All that answer with items, total, page and pageSize, found in the OpenAPI document.</summary>
    private async Task<List<string>> ListsAsync(long product, Guid batch)
    {
        var document = await shared.App.Admin.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var lists = from path in document.GetProperty("paths").EnumerateObject()
                    where path.Value.TryGetProperty("get", out var get) && IsList(get, schemas)
                    select path.Name.Replace("{id}", $"{product}", StringComparison.Ordinal)
                        .Replace("{user}", "1", StringComparison.Ordinal);
        string[] found = [.. lists.Select(p =>
            p == "/api/uploads" ? $"{p}?batch={batch}" : p), "/api/assets/duplicates?near=true", "/api/assets?search=png"];
        Assert.True(found.Length >= 10, string.Join(' ', found));
        return [.. found];
    }

    private static bool IsList(JsonElement get, JsonElement schemas) =>
        get.GetProperty("responses").TryGetProperty("200", out var ok) && ok.TryGetProperty("content", out var content)
        && content.TryGetProperty("application/json", out var json) && json.GetProperty("schema").TryGetProperty("$ref", out var reference)
        && schemas.GetProperty(reference.GetString()!.Split('/')[^1]) is var schema
            && schema.TryGetProperty("properties", out var properties)
        && properties.TryGetProperty("items", out _) && properties.TryGetProperty("pageSize", out _);
}
