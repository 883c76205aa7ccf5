using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

/// <summary>Walks all that the interface describes of itself, and asks each address for what it does not do.</summary>
public sealed partial class WrongRequestTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task A_body_of_another_content_type_is_answered_415_wherever_a_body_is_taken()
    {
        var wrong = new List<string>();
        foreach (var (path, operations) in await PathsAsync())
        {
            foreach (var method in operations.EnumerateObject().Where(o => o.Value.TryGetProperty("requestBody", out _)).Select(o =>
                o.Name.ToUpperInvariant()))
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("x", null, "text/x-other") };
                using var answer = await shared.App.Admin.SendAsync(request);
                if ((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType) != (HttpStatusCode.UnsupportedMediaType,
                    "application/problem+json"))
                    wrong.Add($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("POST", "/api/uploads")]
    [InlineData("PATCH", "/api/uploads/00000000000000000000000000000000")]
    public async Task The_bytes_of_an_upload_by_another_content_type_are_answered_415(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent("x", null, "text/plain") };
        using var answer = await shared.App.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/assets/archive")]
    [InlineData("POST", "/api/clients")]
    [InlineData("PATCH", "/api/assets/1")]
    [InlineData("POST", "/api/assets/words.csv")]
    public async Task A_body_that_does_not_say_what_it_is_is_answered_415(string method, string path)
    {
        var body = new ByteArrayContent("{}"u8.ToArray());
        using var request = new HttpRequestMessage(new(method), path) { Content = body };
        using var answer = await shared.App.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_have_is_answered_405_with_those_that_it_has()
    {
        var wrong = new List<string>();
        foreach (var (path, operations) in (await PathsAsync()).Where(p => !p.Path.StartsWith("/api/uploads/", StringComparison.Ordinal)))
        {
            var has = operations.EnumerateObject().Select(o => o.Name.ToUpperInvariant()).ToHashSet();
            foreach (var method in new[] { "GET", "PUT", "POST", "PATCH", "DELETE" }.Except(has))
            {
                using var request = new HttpRequestMessage(new(method), path);
                using var answer = await shared.App.Admin.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.MethodNotAllowed || !answer.Content.Headers.Allow.ToHashSet().SetEquals(has))
                    wrong.Add($"{method} {path}: {(int)answer.StatusCode} {answer.Content.Headers.Allow}, has {string.Join(' ', has)}");
            }
        }
        Assert.Empty(wrong);
    }

    /// <summary>Every address that the OpenAPI document names, with something in the place of its parameters.</summary>
    private async Task<List<(string Path, JsonElement Operations)>> PathsAsync()
    {
        var document = await shared.App.Admin.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var paths = document.GetProperty("paths").EnumerateObject().Where(p =>
            p.Name.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(paths);
        return [.. paths.Select(p => (Parameter().Replace(p.Name, m => Value(p.Value, m.Groups[1].Value)), p.Value))];
    }

    private static string Value(JsonElement operations, string name)
    {
        var parameters = operations.EnumerateObject().SelectMany(o =>
            o.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : []);
        var schema = parameters.First(p => p.GetProperty("name").GetString() == name).GetProperty("schema");
        return (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "uuid" => $"{Guid.NewGuid()}",
            "int64" or "int32" => "1",
            _ => "x",
        };
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
