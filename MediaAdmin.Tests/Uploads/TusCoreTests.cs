using System.Net;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus 1.0.0, "Core Protocol": OPTIONS, HEAD, PATCH and the headers they carry.</summary>
public sealed class TusCoreTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TusClient _tus = new(shared.App.Admin);

    [Theory]
    [InlineData("/api/uploads")]
    [InlineData("/api/uploads/")]
    [InlineData("/api/uploads/0123456789abcdef0123456789abcdef")]
    public async Task OPTIONS_tells_anybody_what_the_server_can_do(string path)
    {
        using var answer = await new TusClient(shared.App.Client(null)).SendAsync(HttpMethod.Options, path, null, ("Tus-Resumable", null));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("1.0.0", Header(answer, "Tus-Version"));
        Assert.Equal("creation,creation-with-upload,expiration,checksum,termination", Header(answer, "Tus-Extension"));
        Assert.Equal($"{100 << 20}", Header(answer, "Tus-Max-Size"));
        Assert.Contains("sha1", Header(answer, "Tus-Checksum-Algorithm").Split(','));
    }

    [Theory]
    [InlineData("POST", null)]
    [InlineData("POST", "0.2.2")]
    [InlineData("HEAD", null)]
    [InlineData("HEAD", "2.0.0")]
    [InlineData("PATCH", null)]
    [InlineData("PATCH", "1.0")]
    [InlineData("DELETE", null)]
    [InlineData("DELETE", "0.2.2")]
    public async Task Another_version_is_answered_412_with_the_versions_spoken_and_nothing_is_processed(string method, string? version)
    {
        var url = await _tus.CreateAsync(10);
        var body = method == "PATCH" ? Octets([1, 2, 3]) : null;
        using var answer = await _tus.SendAsync(new HttpMethod(method), method == "POST" ? "/api/uploads" : url, body, ("Tus-Resumable", version), ("Upload-Offset", "0"), ("Upload-Length", "5"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal("1.0.0", Header(answer, "Tus-Version"));
        Assert.False(answer.Headers.Contains("Location"));
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task Every_answer_says_the_version()
    {
        var url = await _tus.CreateAsync(3);
        using var head = await _tus.SendAsync(HttpMethod.Head, url);
        using var wrong = await _tus.PatchAsync(url, [1], 2);
        using var patch = await _tus.PatchAsync(url, [1], 0);
        using var unknown = await _tus.SendAsync(HttpMethod.Head, $"/api/uploads/{Guid.NewGuid():N}");
        Assert.All([head, wrong, patch, unknown], a => Assert.Equal("1.0.0", Header(a, "Tus-Resumable")));
    }

    [Fact]
    public async Task HEAD_tells_offset_and_length_and_is_never_cached()
    {
        var url = await _tus.CreateAsync(100);
        using var patch = await _tus.PatchAsync(url, Journey.Bytes(40), 0);
        using var head = await _tus.SendAsync(HttpMethod.Head, url);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(("40", "100"), (Header(head, "Upload-Offset"), Header(head, "Upload-Length")));
        Assert.True(head.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task HEAD_of_a_complete_upload_tells_its_length_as_offset()
    {
        var url = await _tus.UploadAsync([1, 2, 3, 4], "four.bin");
        Assert.Equal(4, await _tus.OffsetAsync(url));
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("..%5c..%5cx")]
    [InlineData("%ff")]
    [InlineData("%c0%ae")]
    [InlineData("%zz")]
    [InlineData("x")]
    [InlineData("batches")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task An_id_that_is_none_is_answered_404(string id)
    {
        foreach (var method in (string[])["HEAD", "PATCH", "DELETE"])
        {
            using var request = await RawRequest.BeginAsync(shared.App, method, $"/api/uploads/{id}", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Content-Length: 0");
            var (status, head) = await request.AnswerAsync();
            Assert.True(status == 404 || (id == "batches" && status == 405), $"{method} {id}: {head}");
            Assert.DoesNotContain("Upload-Offset", head);
        }
    }

    [Fact]
    public async Task An_id_of_300_characters_is_answered_404()
    {
        using var answer = await _tus.SendAsync(HttpMethod.Head, $"/api/uploads/{new string('a', 300)}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("upper case")]
    [InlineData("dashes")]
    [InlineData("a space before")]
    [InlineData("a space behind")]
    public async Task An_id_has_one_spelling_only(string spelling)
    {
        var url = await _tus.CreateAsync(3);
        var id = Journey.Id(url);
        var odd = spelling switch { "upper case" => id.ToString("N").ToUpperInvariant(), "dashes" => id.ToString("D"), "a space before" => $"%20{id:N}", _ => $"{id:N}%20" };
        if (odd == id.ToString("N")) odd = "A" + odd[1..]; // an id of digits only
        using var answer = await _tus.SendAsync(HttpMethod.Head, $"/api/uploads/{odd}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task PATCH_appends_at_the_offset_and_answers_204_with_the_new_one()
    {
        var bytes = Journey.Bytes(300_000);
        var url = await _tus.CreateAsync(400_000);
        using var first = await _tus.PatchAsync(url, bytes[..100_000], 0);
        using var second = await _tus.PatchAsync(url, bytes[100_000..], 100_000);
        Assert.Equal((HttpStatusCode.NoContent, "100000"), (first.StatusCode, Header(first, "Upload-Offset")));
        Assert.Equal((HttpStatusCode.NoContent, "300000"), (second.StatusCode, Header(second, "Upload-Offset")));
        Assert.Equal(Journey.Sha256(bytes), shared.App.StagedSha256(url));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("5.0")]
    [InlineData("0x5")]
    [InlineData("five")]
    [InlineData("1e1")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("9223372036854775808")]
    [InlineData("12345678901234567890")]
    public async Task An_Upload_Offset_that_is_no_number_is_answered_400(string? offset)
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.SendAsync(HttpMethod.Patch, url, Octets([1, 2, 3, 4, 5]), ("Upload-Offset", offset));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task Two_different_Upload_Offset_headers_are_answered_400()
    {
        var url = await _tus.CreateAsync(10);
        using var request = await RawRequest.BeginAsync(shared.App, "PATCH", url, "Upload-Offset: 0", "Upload-Offset: 5", "Content-Type: application/offset+octet-stream", "Content-Length: 5");
        await request.SendAsync(Journey.Bytes(5));
        Assert.Equal(400, (await request.AnswerAsync()).Status);
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(9223372036854775807)]
    public async Task An_offset_that_is_not_the_current_one_is_answered_409_and_nothing_is_taken(long offset)
    {
        var url = await _tus.CreateAsync(10);
        using var first = await _tus.PatchAsync(url, [1, 2, 3, 4], 0);
        using var answer = await _tus.PatchAsync(url, [9, 9], offset);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(4, await _tus.OffsetAsync(url));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task Any_other_content_type_is_answered_415(string? type)
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.SendAsync(HttpMethod.Patch, url, new ByteArrayContent([1, 2, 3]), ("Upload-Offset", "0"), ("Content-Type", type));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task An_empty_PATCH_at_the_right_offset_changes_nothing()
    {
        var url = await _tus.CreateAsync(10);
        using var first = await _tus.PatchAsync(url, [1, 2, 3, 4], 0);
        using var answer = await _tus.PatchAsync(url, [], 4);
        Assert.Equal((HttpStatusCode.NoContent, "4"), (answer.StatusCode, Header(answer, "Upload-Offset")));
    }

    [Fact]
    public async Task A_complete_upload_answers_an_empty_PATCH_at_its_end_204()
    {
        var url = await _tus.UploadAsync([1, 2, 3], "three.bin");
        using var answer = await _tus.PatchAsync(url, [], 3);
        Assert.Equal((HttpStatusCode.NoContent, "3"), (answer.StatusCode, Header(answer, "Upload-Offset")));
    }

    [Fact]
    public async Task A_complete_upload_takes_nothing_more()
    {
        var url = await _tus.UploadAsync([1, 2, 3], "three.bin");
        using var before = await _tus.PatchAsync(url, [1, 2, 3], 0);
        using var behind = await _tus.PatchAsync(url, [4], 3);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.RequestEntityTooLarge), (before.StatusCode, behind.StatusCode));
    }

    [Theory]
    [InlineData("PATCH", HttpStatusCode.NoContent)]
    [InlineData("HEAD", HttpStatusCode.OK)]
    [InlineData("DELETE", HttpStatusCode.NoContent)]
    [InlineData("GET", HttpStatusCode.MethodNotAllowed)]
    [InlineData("patch", HttpStatusCode.MethodNotAllowed)]
    [InlineData("", HttpStatusCode.MethodNotAllowed)]
    public async Task POST_with_X_HTTP_Method_Override_is_the_method_it_names(string method, HttpStatusCode status)
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.SendAsync(HttpMethod.Post, url, Octets([1, 2, 3]), ("X-HTTP-Method-Override", method), ("Upload-Offset", "0"));
        Assert.Equal(status, answer.StatusCode);
        if (method == "PATCH") Assert.Equal("3", Header(answer, "Upload-Offset"));
        if (method == "DELETE") Assert.Equal(HttpStatusCode.Gone, (await _tus.SendAsync(HttpMethod.Head, url)).StatusCode);
    }

    [Fact]
    public async Task A_fault_is_a_problem_document_that_names_the_header()
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.PatchAsync(url, [1], 7);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"field\":\"Upload-Offset\"", await answer.Content.ReadAsStringAsync());
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : "(missing)";

    private static ByteArrayContent Octets(byte[] bytes) => new(bytes) { Headers = { { "Content-Type", "application/offset+octet-stream" } } };
}
