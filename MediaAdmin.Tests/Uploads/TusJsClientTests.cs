using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus-js-client itself, the one the browser gets, run by Node against the endpoint.</summary>
public sealed class TusJsClientTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly string Modules = typeof(TusJsClientTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NodeModules").Value!;
    private readonly MediaApp _app = shared.App;

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(100_000, false, false)]
    [InlineData(null, true, false)]
    [InlineData(null, false, true)]
    [InlineData(100_000, true, true)]
    public async Task It_uploads_a_whole_picture(int? chunkSize, bool overridePatchMethod, bool uploadDataDuringCreation)
    {
        var bytes = Pictures.Png(Random.Shared.Next(), bytes: 450_000);
        using var file = new Picture(bytes);
        var said = await RunAsync(file, new() { ["chunkSize"] = chunkSize, ["overridePatchMethod"] = overridePatchMethod, ["uploadDataDuringCreation"] = uploadDataDuringCreation });
        Assert.True(said.Ok, said.Error);
        await ArrivesAsync(said.Url!, bytes);
        Assert.Equal(bytes.Length, said.Progress[^1]);
    }

    [Fact]
    public async Task It_is_told_the_name_in_every_script()
    {
        using var file = new Picture(Pictures.Png(Random.Shared.Next()));
        var said = await RunAsync(file, new() { ["metadata"] = new { filename = "Kırmızı 日本 😀.png", empty = "" } });
        Assert.Equal("Kırmızı 日本 😀.png", (await _app.UploadAsync(new Uri(said.Url!).AbsolutePath)).FileName);
    }

    [Fact]
    public async Task It_goes_on_where_it_stopped_when_the_same_file_is_chosen_again()
    {
        var bytes = Pictures.Png(Random.Shared.Next(), bytes: 450_000);
        using var file = new Picture(bytes);
        var storage = file.Path + ".json";
        var first = await RunAsync(file, new() { ["storage"] = storage, ["chunkSize"] = 100_000, ["abortAfterChunks"] = 2 });
        Assert.True(first.Ok, first.Error);
        var second = await RunAsync(file, new() { ["storage"] = storage });
        Assert.True(second.Ok, second.Error);
        Assert.Equal((1, first.Url), (second.Previous, second.Url));
        Assert.Equal(["HEAD", "PATCH"], second.Methods);
        await ArrivesAsync(second.Url!, bytes);
        File.Delete(storage);
    }

    [Fact]
    public async Task It_goes_on_at_an_announced_address()
    {
        var bytes = Pictures.Png(Random.Shared.Next(), bytes: 300_000);
        using var file = new Picture(bytes);
        var batch = await _app.Admin.ExpectAsync(new { files = new[] { new { name = "announced.png", size = bytes.Length } } });
        using (await new TusClient(_app.Admin).PatchAsync(batch.Uploads[0].Url, bytes[..1000], 0)) { }
        var said = await RunAsync(file, new() { ["uploadUrl"] = new Uri(_app.Address, batch.Uploads[0].Url).ToString() });
        Assert.True(said.Ok, said.Error);
        Assert.Equal(["HEAD", "PATCH"], said.Methods);
        await ArrivesAsync(said.Url!, bytes);
    }

    [Fact]
    public async Task What_was_received_without_being_completed_is_a_success_for_it_and_is_completed()
    {
        var bytes = Pictures.Png(Random.Shared.Next());
        using var file = new Picture(bytes);
        var url = await new TusClient(_app.Admin).CreateAsync(bytes.Length, ("filename", "silent.png"));
        await File.WriteAllBytesAsync(_app.Get<Staging>().Bytes(Journey.Id(url)), bytes);
        var said = await RunAsync(file, new() { ["uploadUrl"] = new Uri(_app.Address, url).ToString() });
        Assert.True(said.Ok, said.Error);
        Assert.Equal(["HEAD"], said.Methods);
        await ArrivesAsync(said.Url!, bytes);
    }

    [Fact]
    public async Task It_takes_an_upload_back()
    {
        using var file = new Picture(Pictures.Png(Random.Shared.Next(), bytes: 450_000));
        var said = await RunAsync(file, new() { ["chunkSize"] = 100_000, ["abortAfterChunks"] = 2, ["terminate"] = true });
        Assert.True(said.Ok, said.Error);
        Assert.Equal(UploadState.Cancelled, (await _app.UploadAsync(new Uri(said.Url!).AbsolutePath)).State);
    }

    [Fact]
    public async Task It_is_stopped_for_good_by_what_cannot_pass()
    {
        using var file = new Picture(Pictures.Png(Random.Shared.Next()));
        var said = await RunAsync(file, new() { ["metadata"] = new { product = "999999999" } });
        Assert.False(said.Ok);
        Assert.Equal([400], said.Statuses);
    }

    private async Task ArrivesAsync(string url, byte[] bytes)
    {
        var path = new Uri(url).AbsolutePath;
        await _app.UntilAsync(path, UploadState.Stored);
        Assert.Equal(Journey.Sha256(bytes), (await _app.RowAsync(path)).Sha256);
    }

    private async Task<Said> RunAsync(Picture file, Dictionary<string, object?> order, [CallerFilePath] string here = "")
    {
        (order["modules"], order["endpoint"], order["key"], order["file"]) = (Modules, new Uri(_app.Address, "/api/uploads").ToString(), MediaApp.AdminKey, file.Path);
        order.TryAdd("metadata", new { filename = "by-node.png", filetype = "image/png" });
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { Path.Combine(Path.GetDirectoryName(here)!, "tus-client.mjs"), JsonSerializer.Serialize(order) } };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await node.WaitForExitAsync();
        Assert.True(output.Length > 0, await errors);
        return JsonSerializer.Deserialize<Said>(output.TrimEnd().Split('\n')[^1], MediaApp.Json)!;
    }

    private sealed record Said(bool Ok, string? Error, string? Url, int Previous, int[] Statuses, string[] Methods, long[] Progress);

    private sealed class Picture : IDisposable
    {
        public Picture(byte[] bytes) => File.WriteAllBytes(Path, bytes);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mediaadmin-test-{Guid.NewGuid():N}.png");

        public void Dispose() => File.Delete(Path);
    }
}
