using System.Net;
using System.Net.Http.Json;
using System.Text;
using MediaAdmin.Access;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Mvc;

namespace MediaAdmin.Tests.Portal;

/// <summary>What the whole portal answers, put together as it runs: the same policy on every page, and problem details for programs.</summary>
public sealed class AnswersTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData("/login")]
    [InlineData("/products")]
    [InlineData("/uploads")]
    [InlineData("/settings")]
    [InlineData("/not-there")]
    public async Task Every_page_carries_the_strict_content_security_policy(string path)
    {
        using var answer = await shared.App.Admin.GetAsync(path);
        Assert.StartsWith("text/html", $"{answer.Content.Headers.ContentType}");
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [Theory]
    [InlineData("GET", "/api/products?page=abc", "", "int page")]
    [InlineData("GET", "/api/assets?product=lamp", "", "product")]
    [InlineData("POST", "/api/clients", """{"code":"A","name":7}""", "$.name")]
    [InlineData("POST", "/api/clients", """{"code":"A","name":"B" """, "line 1")]
    [InlineData("POST", "/api/uploads/batches", """{"files":[{"name":"a.png","size":"big"}]}""", "$.files[0].size")]
    public async Task A_request_that_cannot_be_read_is_answered_with_the_field_that_is_wrong(string method, string path, string body, string field)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await shared.App.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, (await answer.Content.ReadFromJsonAsync<ProblemDetails>())!.Detail);
    }

    [Theory]
    [InlineData("GET", "/api/nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/nowhere/at/all", HttpStatusCode.NotFound)]
    [InlineData("GET", "/media/nowhere.jpg", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/products", HttpStatusCode.MethodNotAllowed)]
    public async Task A_program_that_asks_for_nothing_gets_a_problem_not_a_page(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var answer = await shared.App.Admin.SendAsync(request);
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }
}
