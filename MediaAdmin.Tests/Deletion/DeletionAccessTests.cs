using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>Who may delete, undo and look after the queue: refused by role at the door, and once more by the verbs themselves.</summary>
public sealed class DeletionAccessTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private static readonly string[] ForEditors =
        ["DELETE /api/assets/1", "POST /api/assets/deletions", "DELETE /api/assets/1/deletion", "DELETE /api/products/1", "DELETE /api/clients/C/assets", "DELETE /api/deletions/01234567-89ab-cdef-0123-456789abcdef"];

    private static readonly string[] ForAdmins =
        ["POST /api/cleanup/run", "GET /api/cleanup/stats", "GET /api/cleanup/queue", "GET /api/cleanup/queue/1", "POST /api/cleanup/queue/1/retry", "DELETE /api/cleanup/queue/1?reason=why"];

    [Fact]
    public async Task Nobody_without_a_key_deletes_or_sees_anything()
    {
        var app = (await benches.OnAsync(TestDatabase.Sqlite)).App;
        using var nobody = app.Client(null);
        using var stranger = app.Client("ma_0123456789012345678901234567890123456789012");
        foreach (var call in ForEditors.Concat(ForAdmins))
            Assert.Equal((call, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (call, await StatusAsync(nobody, call), await StatusAsync(stranger, call)));
    }

    [Fact]
    public async Task A_Viewer_deletes_nothing_and_an_Editor_does_not_look_after_the_queue()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var id = (await bench.App.ShelveAsync(null, 1))[0];
        using var viewer = bench.App.Client(await bench.App.NewKeyAsync(Role.Viewer));
        using var editor = bench.App.Client(await bench.App.NewKeyAsync(Role.Editor));
        foreach (var call in ForEditors.Concat(ForAdmins).Append($"DELETE /api/assets/{id}")) Assert.Equal((call, HttpStatusCode.Forbidden), (call, await StatusAsync(viewer, call)));
        foreach (var call in ForAdmins) Assert.Equal((call, HttpStatusCode.Forbidden), (call, await StatusAsync(editor, call)));
        Assert.NotNull(await viewer.GetFromJsonAsync<AssetView>($"/api/assets/{id}", MediaApp.Json));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(editor, $"DELETE /api/assets/{id}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(editor, $"DELETE /api/assets/{id}/deletion"));
    }

    [Fact]
    public async Task The_verbs_themselves_refuse_whom_a_page_let_through()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var id = (await bench.TrashAsync(1))[0];
        var (viewer, editor, control) = (Actor.User(1, "v", Role.Viewer), Actor.User(2, "e", Role.Editor), bench.App.Get<DeletionControl>());
        var entry = (await bench.EntryAsync(id)).Id;
        await Assert.ThrowsAsync<AccessDeniedException>(() => bench.Trash.PutAsync(new DeletionTarget.Assets([id]), viewer, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => bench.Trash.RestoreAsync([id], viewer, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => control.HurryAsync(entry, editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => control.HurryAsync(new DeletionQuery(), editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => control.GiveUpAsync(entry, "why", editor, default));
        Assert.Equal(DeletionState.Waiting, (await bench.EntryAsync(id)).State);
    }

    [Fact]
    public async Task Everything_is_described_for_programs()
    {
        var app = (await benches.OnAsync(TestDatabase.Sqlite)).App;
        var described = (await app.Admin.GetFromJsonAsync<System.Text.Json.JsonElement>("/openapi/v1.json")).GetProperty("paths");
        foreach (var (method, path) in ((string, string)[])[
            ("delete", "/api/assets/{id}"), ("post", "/api/assets/deletions"), ("delete", "/api/assets/{id}/deletion"), ("delete", "/api/products/{id}"), ("delete", "/api/clients/{code}/assets"),
            ("delete", "/api/deletions/{operation}"), ("post", "/api/cleanup/run"), ("get", "/api/cleanup/stats"), ("get", "/api/cleanup/queue"), ("get", "/api/cleanup/queue/{id}"),
            ("post", "/api/cleanup/queue/{id}/retry"), ("delete", "/api/cleanup/queue/{id}")])
            Assert.NotEqual("", described.GetProperty(path).GetProperty(method).GetProperty("summary").GetString());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string call)
    {
        var words = call.Split(' ');
        using var request = new HttpRequestMessage(new(words[0]), words[1]);
        if (request.Method == HttpMethod.Post) request.Content = JsonContent.Create(new { assetIds = new[] { 1 } });
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
