using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The vendor's own SDK, run by Node against the double: what it can do with Cloudinary it can do with the double, and what it builds the client builds alike.</summary>
public sealed class CloudinarySdkTests : IAsyncLifetime
{
    private static readonly string Modules = typeof(CloudinarySdkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NodeModules").Value!;
    private CloudinaryStand _stand = null!;

    public async Task InitializeAsync() => _stand = await CloudinaryStand.StartAsync();

    [Fact]
    public async Task A_picture_is_stored_described_found_and_replaced()
    {
        var (file, other) = (_stand.Picture("", 1), _stand.Picture("", 2, 6000));
        var answers = await CallAsync(
            ["uploader.upload", file.Original.Path, new { public_id = "shop/a b's é", tags = new[] { "x", "y" }, context = new { alt = "A & B|c=d" }, invalidate = true }],
            ["uploader.upload", other.Original.Path, new { public_id = "shop/a b's é", overwrite = false }],
            ["api.resource", "shop/a b's é"],
            ["uploader.upload", other.Original.Path, new { public_id = "shop/a b's é" }],
            ["uploader.explicit", "shop/a b's é", new { type = "upload", tags = "z", context = new { alt = "new" } }],
            ["uploader.upload", $"data:image/png;base64,{Convert.ToBase64String(Pictures.Png(3))}"]);
        Assert.Equal(("shop/a b's é", "png", 5000), (Text(answers[0], "public_id"), Text(answers[0], "format"), answers[0].GetProperty("bytes").GetInt32()));
        Assert.Equal("""["x","y"]""", answers[0].GetProperty("tags").GetRawText());
        Assert.True(answers[1].GetProperty("existing").GetBoolean());
        Assert.Equal((Text(answers[0], "etag"), Text(answers[0], "version")), (Text(answers[1], "etag"), Text(answers[1], "version")));
        Assert.Equal("A & B|c=d", Text(answers[2].GetProperty("context").GetProperty("custom"), "alt"));
        Assert.NotEqual(Text(answers[0], "version"), Text(answers[3], "version"));
        Assert.Equal(("""["z"]""", "new"), (answers[4].GetProperty("tags").GetRawText(), Text(answers[4].GetProperty("context").GetProperty("custom"), "alt")));
        Assert.Matches("^[a-z0-9]{20}$", Text(answers[5], "public_id"));
        var verified = await CallAsync(["utils.verify_api_response_signature", Text(answers[3], "public_id"), Text(answers[3], "version"), Text(answers[3], "signature")]);
        Assert.True(verified[0].GetBoolean());
    }

    [Fact]
    public async Task A_large_file_travels_in_pieces()
    {
        var picture = _stand.Picture("", bytes: 13_000_000);
        var answers = await CallAsync(
            ["uploader.upload_large", picture.Original.Path, new { public_id = "large", resource_type = "image", chunk_size = 6_000_000 }],
            ["uploader.upload_large", picture.Original.Path, new { public_id = "crumbs", resource_type = "image", chunk_size = 4_000_000 }]);
        Assert.Equal(("large", 13_000_000), (Text(answers[0], "public_id"), answers[0].GetProperty("bytes").GetInt32()));
        Assert.Equal(["bytes 0-5999999/-1", "bytes 6000000-11999999/-1", "bytes 12000000-12999999/13000000"], _stand.Asked("POST /image/upload").Take(3).Select(r => r.ContentRange));
        Assert.Equal(("All parts except EOF-chunk must be larger than 5mb", 400), Failure(answers[1]));
    }

    [Fact]
    public async Task Pictures_are_listed_by_folder_and_by_tag_page_by_page()
    {
        foreach (var id in (string[])["shop/1", "shop/2", "shop/3", "other/1"]) await _stand.PutAsync(id);
        var first = await CallAsync(["api.resources", new { type = "upload", prefix = "shop/", max_results = 2, tags = true }], ["api.resources_by_tag", "mediaadmin", new { max_results = 500 }]);
        Assert.Equal(["shop/1", "shop/2"], Ids(first[0]));
        Assert.Equal("""["mediaadmin"]""", first[0].GetProperty("resources")[0].GetProperty("tags").GetRawText());
        Assert.Equal(["other/1", "shop/1", "shop/2", "shop/3"], Ids(first[1]).Order(StringComparer.Ordinal));
        Assert.False(first[1].TryGetProperty("next_cursor", out _));
        var second = await CallAsync(["api.resources", new { type = "upload", prefix = "shop/", max_results = 2, next_cursor = Text(first[0], "next_cursor") }]);
        Assert.Equal(["shop/3"], Ids(second[0]));
    }

    [Fact]
    public async Task Pictures_are_renamed_and_deleted_one_by_one_and_many_at_once()
    {
        foreach (var id in (string[])["a", "b", "c d/é", "e"]) await _stand.PutAsync(id);
        var answers = await CallAsync(
            ["uploader.rename", "a", "b"], ["uploader.rename", "none", "x"], ["uploader.rename", "a", "moved/a"],
            ["uploader.destroy", "e", new { invalidate = true }], ["uploader.destroy", "e"],
            ["api.delete_resources", new[] { "moved/a", "c d/é", "none" }, new { invalidate = true }],
            ["api.delete_resources", Enumerable.Range(0, 101).Select(i => $"{i}")],
            ["api.resource", "a"]);
        Assert.Equal((400, 404), (Failure(answers[0]).Status, Failure(answers[1]).Status));
        Assert.Equal("moved/a", Text(answers[2], "public_id"));
        Assert.Equal(("ok", "not found"), (Text(answers[3], "result"), Text(answers[4], "result")));
        Assert.Equal("""{"moved/a":"deleted","c d/é":"deleted","none":"not_found"}""", answers[5].GetProperty("deleted").GetRawText());
        Assert.False(answers[5].GetProperty("partial").GetBoolean());
        Assert.Equal((400, 404), (Failure(answers[6]).Status, Failure(answers[7]).Status));
        Assert.Equal(["b"], _stand.Cloudinary.Account.Pictures.Keys.Select(k => k.PublicId));
    }

    [Fact]
    public async Task Many_pictures_get_the_same_tags_and_context_by_one_call()
    {
        foreach (var id in (string[])["a", "b,c", "d"]) await _stand.PutAsync(id);
        var answers = await CallAsync(
            ["uploader.add_tag", "sale", new[] { "a", "b,c", "none" }], ["uploader.replace_tag", "x,y", new[] { "a" }], ["uploader.remove_tag", "sale", new[] { "b,c" }], ["uploader.remove_all_tags", new[] { "d" }],
            ["uploader.add_context", "alt=A \\| B|caption=c", new[] { "a", "d" }], ["uploader.remove_all_context", new[] { "d" }], ["api.resource", "a"]);
        Assert.Equal("""["a","b,c"]""", answers[0].GetProperty("public_ids").GetRawText());
        var there = _stand.Cloudinary.Account.Pictures;
        Assert.Equal([["x", "y"], ["mediaadmin"], []], ((string[])["a", "b,c", "d"]).Select(id => there[("upload", id)].Tags));
        Assert.Equal(("A | B", "c"), (Text(answers[6].GetProperty("context").GetProperty("custom"), "alt"), Text(answers[6].GetProperty("context").GetProperty("custom"), "caption")));
        Assert.Empty(there[("upload", "d")].Context);
    }

    [Fact]
    public async Task Figures_and_the_hours_quota_are_told_and_the_quota_ends()
    {
        _stand.Cloudinary.Account.AdminLimit = 2;
        var answers = await CallAsync(["api.ping"], ["api.usage"], ["api.ping"]);
        Assert.Equal(("ok", 2, 1), (Text(answers[0], "status"), answers[0].GetProperty("rate_limit_allowed").GetInt32(), answers[0].GetProperty("rate_limit_remaining").GetInt32()));
        Assert.Equal(_stand.Cloudinary.Account.AdminResetsAt, answers[0].GetProperty("rate_limit_reset_at").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
        Assert.Equal("Free", Text(answers[1], "plan"));
        Assert.Equal(420, Failure(answers[2]).Status);
        Assert.StartsWith("Rate Limit Exceeded. Limit of 2 api operations reached.", Failure(answers[2]).Message);
    }

    [Fact]
    public async Task Wrong_credentials_are_refused_and_every_kind_of_signature_is_taken()
    {
        var file = _stand.Picture("").Original.Path;
        object[] upload = ["uploader.upload", file, new { public_id = "signed", notification_url = "https://example.com/?a=1&b=2" }];
        var url = _stand.Cloudinary.CloudinaryUrl;
        var wrong = await CallAsync(url.Replace(CloudinaryDouble.ApiSecret, "wrong"), upload, ["api.ping"]);
        Assert.Equal((401, 401), (Failure(wrong[0]).Status, Failure(wrong[1]).Status));
        Assert.StartsWith("Invalid Signature ", Failure(wrong[0]).Message);
        Assert.Equal((401, "Unknown API key other"), Flip(Failure((await CallAsync(url.Replace(CloudinaryDouble.ApiKey, "other"), ["api.ping"]))[0])));
        Assert.Equal((401, "Invalid cloud_name other"), Flip(Failure((await CallAsync(url.Replace("@demo", "@other"), ["api.ping"]))[0])));
        foreach (var kind in (string[])["", "&signature_version=1", "&signature_algorithm=sha256", "&signature_algorithm=sha256&signature_version=1"])
            Assert.Equal("signed", Text((await CallAsync(url + kind, upload))[0], "public_id"));
    }

    [Theory]
    [InlineData("cloudinary://k:s@MyCloud")]
    [InlineData("cloudinary://k:s@demo?private_cdn=true")]
    [InlineData("cloudinary://k:s@demo/media.example.com")]
    [InlineData("cloudinary://k:s@demo?secure_distribution=img.example.com")]
    [InlineData("cloudinary://k:s@demo?sign_url=true")]
    [InlineData("cloudinary://k:s@demo?sign_url=true&signature_algorithm=sha256")]
    [InlineData("cloudinary://k:s%2Fx@demo?sign_url=true&long_url_signature=true&cname=unused.example.com")]
    public async Task Addresses_are_those_that_the_vendor_builds(string url)
    {
        var delivery = new CloudinaryDelivery(CloudinaryOptions.Read(new ConfigurationBuilder().AddInMemoryCollection([new(CloudinaryUrl.Key, url)]).Build()));
        object[] fit = [new { width = 480, height = 480, crop = "limit" }, new { fetch_format = "auto" }, new { quality = "auto" }];
        string[] ids = ["sample", "shop/red", "shop/shoe.v2", "UPPER.JPG", "café/火", "shop/a b", "shop/a:b"];
        var built = await CallAsync(url, [.. ids.SelectMany(id => (object[][])
        [
            ["url", id, new { version = 17, format = "png", urlAnalytics = false }],
            ["url", id, new { version = 17, format = "png", urlAnalytics = false, transformation = fit }],
        ])]);
        Assert.Equal(built.Select(b => b.GetString()), ids.SelectMany(id => (string[])
            [delivery.Address(id, "17", "png"), delivery.Address(id, "17", "png", "c_limit,h_480,w_480/f_auto/q_auto")]));
    }

    [Fact]
    public async Task The_portal_and_the_SDK_see_each_others_pictures()
    {
        await _stand.PutAsync("ours/1", 7);
        var theirs = await CallAsync(["uploader.upload", _stand.Picture("", 8).Original.Path, new { public_id = "theirs/1" }], ["api.resource", "ours/1"]);
        Assert.Equal("ours/1", Text(theirs[1], "public_id"));
        var found = await _stand.Client.Admin.FindAsync("theirs/1", default);
        Assert.Equal(Text(theirs[0], "version"), $"{found!.Version}");
        Assert.True(await _stand.Store.IsServedAsync(new(CloudinaryStore.StoreName, "theirs/1", $"{found.Version}.png"), default));
    }

    public Task DisposeAsync() => _stand.DisposeAsync().AsTask();

    private Task<JsonElement[]> CallAsync(params object[][] calls) => CallAsync(_stand.Cloudinary.CloudinaryUrl, calls);

    private static async Task<JsonElement[]> CallAsync(string url, params object[][] calls)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(Here(), "cloudinary-sdk.mjs"), JsonSerializer.Serialize(new { modules = Modules, calls }) },
            Environment = { ["CLOUDINARY_URL"] = url },
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await node.WaitForExitAsync();
        Assert.True(output.Length > 0, await errors);
        return JsonSerializer.Deserialize<JsonElement[]>(output.TrimEnd().Split('\n')[^1])!;
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static string Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.ToString() : throw new Xunit.Sdk.XunitException($"No {name} in {answer}");

    private static IEnumerable<string> Ids(JsonElement answer) => answer.GetProperty("resources").EnumerateArray().Select(r => Text(r, "public_id"));

    private static (string Message, int Status) Failure(JsonElement answer) => (Text(answer, "failed"), answer.GetProperty("status").GetInt32());

    private static (int Status, string Message) Flip((string Message, int Status) failure) => (failure.Status, failure.Message);
}
