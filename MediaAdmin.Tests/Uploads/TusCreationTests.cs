using System.Net;
using System.Text;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus 1.0.0, "Creation" and "Creation With Upload".</summary>
public sealed class TusCreationTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TusClient _tus = new(shared.App.Admin);

    [Theory]
    [InlineData("/api/uploads")]
    [InlineData("/api/uploads/")]
    public async Task POST_creates_an_upload_of_its_own_and_answers_201_with_a_relative_Location(string path)
    {
        using var first = await CreateAsync(path, ("Upload-Length", "10"));
        using var second = await CreateAsync(path, ("Upload-Length", "10"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Matches("^/api/uploads/[0-9a-f]{32}$", Location(first));
        Assert.NotEqual(Location(first), Location(second));
        Assert.Equal(0, await _tus.OffsetAsync(Location(first)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("NaN")]
    [InlineData("1e9")]
    [InlineData("1.0")]
    [InlineData("0x10")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999")]
    public async Task An_Upload_Length_that_is_no_number_is_answered_400(string? length)
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", length));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("10", "1")]
    [InlineData(null, "1")]
    [InlineData("10", "2")]
    [InlineData(null, "2")]
    public async Task Deferred_length_is_not_offered_and_answered_400(string? length, string defer)
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", length), ("Upload-Defer-Length", defer));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("partial")]
    [InlineData("final;/api/uploads/a /api/uploads/b")]
    public async Task Concatenation_is_not_offered_and_answered_400(string concat)
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", "10"), ("Upload-Concat", concat));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(104857600, HttpStatusCode.Created)]
    [InlineData(104857601, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(10737418240, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(9223372036854775807, HttpStatusCode.RequestEntityTooLarge)]
    public async Task More_than_Tus_Max_Size_is_answered_413(long length, HttpStatusCode status)
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", $"{length}"));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Metadata_is_given_back_by_HEAD_as_it_was_received()
    {
        var metadata = $"filename {Base64("Kırmızı çanta.png")},filetype {Base64("image/png")},empty,note  ".TrimEnd();
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", "10"), ("Upload-Metadata", metadata));
        using var head = await _tus.SendAsync(HttpMethod.Head, Location(answer));
        Assert.Equal(metadata, head.Headers.GetValues("Upload-Metadata").Single());
        Assert.Equal("Kırmızı çanta.png", (await shared.App.UploadAsync(Location(answer))).FileName);
    }

    [Fact]
    public async Task Alt_text_comes_along_in_both_languages()
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", "10"), ("Upload-Metadata", $"alt {Base64("A lamp")},alt_tr {Base64("Bir lamba")}"));
        var upload = await shared.App.RowAsync(Location(answer));
        Assert.Equal(("A lamp", "Bir lamba"), (upload.Alt, upload.AltTr));
    }

    [Theory]
    [InlineData("filename not-base64!", "no Base64")]
    [InlineData("filename YWJj YWJj", "two values")]
    [InlineData("filename YWJj,filename ZGVm", "a key twice")]
    [InlineData(",filename YWJj", "an empty pair")]
    [InlineData("filename YWJj,", "a comma at the end")]
    [InlineData("filename /////w==", "not UTF-8")]
    [InlineData("filename YQBi", "a NUL")]
    [InlineData("product YWJj", "a product that is no number")]
    [InlineData("variant YWJj", "a variant that is no number")]
    [InlineData("position MA==", "place 0")]
    [InlineData("position LTE=", "place -1")]
    [InlineData("batch YWJj", "a batch that is no UUID")]
    [InlineData("product OTk5OTk5OTk5", "a product that does not exist")]
    [InlineData("variant MQ==", "a variant without product")]
    [InlineData("client bm9ib2R5LWtub3dz", "a client that does not exist")]
    [InlineData("replaces YWJj", "a replaced asset that is no number")]
    [InlineData("replaces OTk5OTk5OTk5", "a replaced asset that does not exist")]
    public async Task Metadata_with_a_fault_is_answered_400_and_nothing_is_created(string metadata, string fault)
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", "10"), ("Upload-Metadata", metadata));
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{fault}: {answer.StatusCode}");
        Assert.Null(answer.Headers.Location);
        Assert.Contains("\"field\":\"Upload-Metadata\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Metadata_of_more_than_8192_characters_is_answered_400()
    {
        using var answer = await CreateAsync("/api/uploads", ("Upload-Length", "10"), ("Upload-Metadata", $"note {new string('A', 8192)}"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Metadata_with_letters_beyond_ASCII_in_a_key_is_answered_400()
    {
        using var request = await RawRequest.BeginAsync(shared.App, "POST", "/api/uploads", "Upload-Length: 10", "Content-Length: 0", "Upload-Metadata: dosya\u007f YWJj");
        Assert.Equal(400, (await request.AnswerAsync()).Status);
    }

    [Theory]
    [InlineData("../../x.png", "x.png")]
    [InlineData("C:\\pictures\\x.png", "x.png")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..", "file")]
    [InlineData("a.jpg ", "a.jpg")]
    [InlineData("photo\u202Egpj.exe", "photogpj.exe")]
    [InlineData("two\nlines.png", "twolines.png")]
    [InlineData("<script>.png", "<script>.png")]
    public async Task A_file_name_is_only_shown_and_never_used_as_a_path(string given, string shown)
    {
        var url = await _tus.CreateAsync(10, ("filename", given));
        using var patch = await _tus.PatchAsync(url, [1], 0);
        Assert.Equal(shown, (await shared.App.UploadAsync(url)).FileName);
        Assert.Equal([Journey.Id(url).ToString("N")], shared.App.Staged(url));
    }

    [Fact]
    public async Task An_upload_of_no_bytes_is_complete_at_once_and_ends_as_empty()
    {
        var url = await _tus.CreateAsync(0, ("filename", "nothing.png"));
        Assert.Equal(0, await _tus.OffsetAsync(url));
        Assert.Equal(UploadFault.Empty, (await shared.App.UntilAsync(url, UploadState.Failed)).Fault);
    }

    [Fact]
    public async Task Bytes_sent_with_the_creation_are_taken()
    {
        var bytes = Journey.Bytes(1000);
        using var answer = await CreateWithAsync(bytes, ("Upload-Length", "2000"));
        Assert.Equal((HttpStatusCode.Created, "1000"), (answer.StatusCode, answer.Headers.GetValues("Upload-Offset").Single()));
        Assert.Equal(1000, await _tus.OffsetAsync(Location(answer)));
        Assert.Equal(Journey.Sha256(bytes), shared.App.StagedSha256(Location(answer)));
    }

    [Fact]
    public async Task A_whole_picture_sent_with_the_creation_arrives()
    {
        var bytes = Pictures.Png(71);
        using var answer = await CreateWithAsync(bytes, ("Upload-Length", $"{bytes.Length}"));
        await shared.App.UntilAsync(Location(answer), UploadState.Stored);
    }

    [Fact]
    public async Task No_bytes_with_the_creation_are_none()
    {
        using var answer = await CreateWithAsync([], ("Upload-Length", "10"));
        Assert.Equal((HttpStatusCode.Created, "0"), (answer.StatusCode, answer.Headers.GetValues("Upload-Offset").Single()));
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused_and_none_is_needed()
    {
        using var refused = await _tus.SendAsync(HttpMethod.Post, "/api/uploads", new StringContent("hello"), ("Upload-Length", "5"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.Contains("application/offset+octet-stream", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var created = await _tus.SendAsync(HttpMethod.Post, "/api/uploads", new StringContent(""), ("Upload-Length", "5"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(Location(created)));
    }

    [Fact]
    public async Task More_bytes_with_the_creation_than_announced_are_answered_413_and_none_is_taken()
    {
        using var answer = await CreateWithAsync(Journey.Bytes(11), ("Upload-Length", "10"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(Location(answer)));
    }

    private Task<HttpResponseMessage> CreateAsync(string path, params (string, string?)[] headers) => _tus.SendAsync(HttpMethod.Post, path, null, headers);

    private Task<HttpResponseMessage> CreateWithAsync(byte[] bytes, params (string, string?)[] headers) =>
        _tus.SendAsync(HttpMethod.Post, "/api/uploads", new ByteArrayContent(bytes), [("Content-Type", "application/offset+octet-stream"), .. headers]);

    private static string Location(HttpResponseMessage answer) => answer.Headers.Location!.ToString();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
