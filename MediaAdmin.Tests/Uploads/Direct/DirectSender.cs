using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Deletion;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Direct;

namespace MediaAdmin.Tests.Uploads.Direct;

/// <summary>A portal that lets browsers send straight to Cloudinary, and what a browser does there, step by step.</summary>
public sealed class DirectSender : IAsyncDisposable
{
    private static readonly HttpClient Browser = new();
    private readonly CloudinaryPortal _portal;

    private DirectSender(CloudinaryPortal portal) => _portal = portal;

    public CloudinaryDouble Cloudinary => _portal.Cloudinary;
    public MediaApp App => _portal.App;

    /// <summary>Files that the portal itself has sent to Cloudinary.</summary>
    public int SentByPortal => Cloudinary.Requests.Count(r => r.Path.EndsWith("/image/upload", StringComparison.Ordinal) && r.UserAgent.StartsWith("MediaAdmin/", StringComparison.Ordinal));

    public static async Task<DirectSender> StartAsync(TestDatabase database = TestDatabase.Sqlite, TimeProvider? clock = null) => new(await CloudinaryPortal.StartAsync(database, new Dictionary<string, string>
    {
        ["Uploads:Direct"] = "true",
        ["Uploads:FirstRetry"] = "00:00:00.1000000",
        ["Deletion:UndoWindow"] = "00:00:00",
        ["Deletion:FirstRetry"] = "00:00:00.1000000",
    }, clock: clock));

    public async Task<ExpectedUpload> ExpectAsync(long size, long? product = null, string name = "lamp.png") =>
        Assert.Single((await App.Admin.ExpectAsync(new { product, files = new[] { new { name, size } } })).Uploads);

    public async Task<SignedForm> SignAsync(ExpectedUpload upload)
    {
        using var answer = await App.Admin.PostAsJsonAsync(upload.Direct, new { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<SignedForm>(MediaApp.Json))!;
    }

    /// <summary>Posts the form with a file; null when Cloudinary refuses.</summary>
    public static async Task<DirectAnswer?> SendAsync(SignedForm form, byte[] bytes)
    {
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in form.Fields) body.Add(new StringContent(value), name);
        body.Add(new ByteArrayContent(bytes), "file", "picture");
        using var answer = await Browser.PostAsync(form.Address, body);
        if (!answer.IsSuccessStatusCode) return null;
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(told.GetProperty("public_id").GetString()!, told.GetProperty("version").GetInt64(), told.TryGetProperty("signature", out var signature) ? signature.GetString()! : "");
    }

    public async Task<HttpStatusCode> ConfirmAsync(ExpectedUpload upload, DirectAnswer answer, HttpClient? by = null)
    {
        using var confirmed = await (by ?? App.Admin).PostAsJsonAsync($"{upload.Direct}/confirm", answer);
        return confirmed.StatusCode;
    }

    /// <summary>All of it; announced as <paramref name="size"/> bytes when given.</summary>
    public async Task<ExpectedUpload> UploadAsync(byte[] bytes, long? product = null, long? size = null)
    {
        var upload = await ExpectAsync(size ?? bytes.Length, product);
        Assert.Equal(HttpStatusCode.Accepted, await ConfirmAsync(upload, (await SendAsync(await SignAsync(upload), bytes))!));
        return upload;
    }

    /// <summary>The only entry of the deletion queue, once its file is gone.</summary>
    public async Task<DeletionView> GoneAsync() => Assert.Single(await Eventually.GetAsync(
        async () => (await App.Get<DeletionList>().FindAsync(new DeletionQuery(), default)).Items, all => all.Count > 0 && all.All(d => d.EndedAt is not null), "the file to leave the store"));

    public async Task MustBalanceAsync() => Assert.All((await Reconciliation.Balance.CheckAsync(App)).Groups, g => Assert.Equal(0, g.Found));

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
