using System.Diagnostics;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;

namespace MediaAdmin.Tests.Storage.Cloudinary;

public sealed class CloudinaryUploadTests
{
    private const string Upload = "POST /image/upload";

    [Fact]
    public async Task What_is_stored_is_told_by_key_signature_and_tag_and_never_replaces_what_is_there_unasked()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => (o.SignatureAlgorithm, o.Tag) = (SignatureAlgorithm.Sha256, "shop & co"));
        var stored = await stand.PutAsync("c/p/one");
        var kept = Assert.Single(stand.Cloudinary.Account.Pictures.Values);
        Assert.Equal(new StoredPicture("cloudinary", "c/p/one", $"{kept.Version}.png"), stored);
        Assert.Equal(["shop & co"], kept.Tags);
        var asked = Assert.Single(stand.Asked(Upload));
        Assert.Equal(("0", "upload", 64, ""), (asked["overwrite"], asked["type"], asked["signature"]!.Length, asked.Authorization));
        Assert.StartsWith("MediaAdmin/", asked.UserAgent);
    }

    [Fact]
    public async Task The_same_picture_put_again_keeps_its_version_and_another_one_gets_a_new_one_that_caches_are_told_of()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var first = await stand.PutAsync("c/p/one", 1);
        Assert.Equal(first, await stand.PutAsync("c/p/one", 1));
        var other = await stand.PutAsync("c/p/one", 2);
        Assert.NotEqual(first.Version, other.Version);
        Assert.Equal(["0", "0", "0", "1"], stand.Asked(Upload).Select(r => r["overwrite"]));
        Assert.Equal("1", stand.Asked(Upload)[^1]["invalidate"]);
        Assert.NotEqual(stand.Store.Address(first, PictureSize.Thumbnail), stand.Store.Address(other, PictureSize.Thumbnail));
    }

    [Fact]
    public async Task An_upload_whose_answer_was_lost_is_stored_once()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset with { AfterEffect = true });
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(502) with { AfterEffect = true });
        var stored = await stand.PutAsync("c/p/one");
        Assert.Equal(3, stand.Asked(Upload).Count);
        Assert.Equal(stored.Version, $"{Assert.Single(stand.Cloudinary.Account.Pictures.Values).Version}.png");
        Assert.True(await stand.Store.IsServedAsync(stored, default));
    }

    [Fact]
    public async Task A_large_file_travels_in_pieces_of_one_name_and_only_the_piece_that_failed_is_sent_again()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.ChunkBytes = 6_000_000);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"done":false}""", AfterEffect = true }); // the first is a piece like any other
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(503));
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset with { AtByte = 2_000_000 });
        var stored = await stand.PutAsync("c/p/large", bytes: 13_000_000);
        Assert.Equal(
            ["bytes 0-5999999/13000000", "bytes 6000000-11999999/13000000", "bytes 6000000-11999999/13000000", "bytes 12000000-12999999/13000000"],
            stand.Asked(Upload).Select(r => r.ContentRange));
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(stand.Asked(Upload).Select(r => r.UploadId).Distinct()));
        await using var bytes = await stand.Store.OpenAsync(stored, default);
        Assert.Equal(13_000_000, await LengthAsync(bytes!));
    }

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_at_the_failed_piece_when_the_job_comes_back()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => (o.ChunkBytes, o.Retries) = (6_000_000, 1));
        var picture = stand.Picture("c/p/large", bytes: 19_000_000);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"done":false}""", AfterEffect = true });
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 2);
        var broken = await Assert.ThrowsAsync<StorageException>(() => stand.Store.PutAsync(picture, new Progress<long>(), default));
        Assert.Equal(StorageFault.Unavailable, broken.Fault);

        var before = stand.Asked(Upload).Count;
        await stand.Store.PutAsync(picture, new Progress<long>(), default);
        Assert.Equal(["bytes 6000000-11999999/19000000", "bytes 12000000-17999999/19000000", "bytes 18000000-18999999/19000000"], stand.Asked(Upload).Skip(before).Select(r => r.ContentRange));
        Assert.Single(stand.Asked(Upload).Select(r => r.UploadId).Distinct());
        Assert.Equal(19_000_000, Assert.Single(stand.Cloudinary.Account.Pictures.Values).Bytes);
    }

    [Fact]
    public async Task Pieces_that_Cloudinary_does_not_have_any_more_are_sent_from_the_beginning()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => (o.ChunkBytes, o.Retries) = (6_000_000, 1));
        var picture = stand.Picture("c/p/large", bytes: 13_000_000);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"done":false}""", AfterEffect = true });
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 2);
        await Assert.ThrowsAsync<StorageException>(() => stand.Store.PutAsync(picture, new Progress<long>(), default));
        stand.Cloudinary.Account.LosePieces();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(400, "Upload not found"));
        await stand.Store.PutAsync(picture, new Progress<long>(), default);
        Assert.Equal(2, stand.Asked(Upload).Select(r => r.UploadId).Distinct().Count());
        Assert.Equal(13_000_000, Assert.Single(stand.Cloudinary.Account.Pictures.Values).Bytes);
    }

    [Fact]
    public async Task Pieces_that_are_not_put_together_are_no_success_and_the_next_try_begins_anew()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.ChunkBytes = 6_000_000);
        var picture = stand.Picture("c/p/large", bytes: 7_000_000);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"done":false}""" }, times: 2);
        var unconfirmed = await Assert.ThrowsAsync<StorageException>(() => stand.Store.PutAsync(picture, new Progress<long>(), default));
        Assert.Equal((StorageFault.Unavailable, "Cloudinary answered, but does not confirm that it has the picture."), (unconfirmed.Fault, unconfirmed.Message));
        await stand.Store.PutAsync(picture, new Progress<long>(), default);
        Assert.Equal(["bytes 0-5999999/7000000", "bytes 6000000-6999999/7000000", "bytes 0-5999999/7000000", "bytes 6000000-6999999/7000000"], stand.Asked(Upload).Select(r => r.ContentRange));
    }

    [Fact]
    public async Task Progress_never_falls_back_and_ends_at_the_whole_also_when_pieces_are_sent_again()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.ChunkBytes = 6_000_000);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 2);
        var told = new Told();
        await stand.Store.PutAsync(stand.Picture("c/p/large", bytes: 13_000_000), told, default);
        Assert.Equal(told.Values.Order(), told.Values);
        Assert.Equal(13_000_000, told.Values[^1]);
        Assert.True(told.Values.Count > 60, $"{told.Values.Count} reports"); // by buffers, not by pieces
    }

    [Fact]
    public async Task A_slow_upload_is_not_taken_for_a_dead_one()
    {
        var limit = TimeSpan.FromSeconds(3);
        await using var stand = await CloudinaryStand.StartAsync(o => (o.ChunkBytes, o.Timeout, o.Retries) = (50_000_000, limit, 1));
        var watch = Stopwatch.StartNew();
        var slow = new Told(() => Thread.Sleep(watch.Elapsed < limit * 1.5 ? 25 : 0)); // buffer by buffer, longer altogether than an attempt may be silent
        await stand.Store.PutAsync(stand.Picture("c/p/slow", bytes: 48_000_000), slow, default);
        Assert.DoesNotContain(stand.Log.Written, l => l.StartsWith("Warning")); // no attempt was given up
        Assert.True(watch.Elapsed > limit);
    }

    [Theory]
    [InlineData("c/../p")]
    [InlineData("c/p?x=1")]
    [InlineData("/c/p")]
    [InlineData("v12/p")]
    [InlineData("")]
    public async Task A_key_that_Cloudinary_would_change_is_refused_unasked_and_keeps_no_other_from_being_deleted(string key)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        Assert.Equal(StorageFault.Refused, (await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync(key))).Fault);
        Assert.Empty(stand.Cloudinary.Requests);
        await stand.PutAsync("good");
        var outcomes = await stand.Store.DeleteAsync([key, "good"], default);
        Assert.Equal((DeleteResult.Failed, DeleteResult.Deleted), (outcomes[key].Result, outcomes["good"].Result));
    }

    [Theory]
    [InlineData("""{"public_id":"other","version":1700000000,"format":"png","bytes":5000}""", StorageFault.Refused, "an upload preset of the account changes public ids")]
    [InlineData("""{"public_id":"c/p/one","version":1700000000,"format":"jpg","bytes":4000}""", StorageFault.Refused, "an upload preset of the account changes pictures as they arrive")]
    [InlineData("""{"public_id":"c/p/one","bytes":5000}""", StorageFault.Unavailable, "does not confirm")]
    [InlineData("""{"status":"pending","public_id":"c/p/one","batch_id":"0f"}""", StorageFault.Unavailable, "does not confirm")]
    public async Task An_answer_that_does_not_speak_of_the_whole_picture_confirms_nothing(string answer, StorageFault fault, string says)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = answer });
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(says, e.Message);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_has_another_length_is_a_fault_of_this_machine_and_nothing_is_sent()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var picture = stand.Picture("c/p/one");
        var longer = picture with { Original = picture.Original with { Bytes = 6000 } };
        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => stand.Store.PutAsync(longer, new Progress<long>(), default))).Fault);
        File.Delete(picture.Original.Path);
        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => stand.Store.PutAsync(picture, new Progress<long>(), default))).Fault);
        Assert.Empty(stand.Cloudinary.Requests);
    }

    [Fact]
    public async Task Only_so_many_calls_are_under_way_at_once()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.Parallel = 3);
        stand.Cloudinary.Script.Hold();
        var puts = Enumerable.Range(0, 12).Select(i => stand.PutAsync($"c/p/{i}")).ToList();
        await Support.Eventually.HoldsAsync(() => Task.FromResult(stand.Cloudinary.UnderWay == 3), "three uploads at the door");
        stand.Cloudinary.Script.LetGo();
        await Task.WhenAll(puts);
        Assert.Equal((3, 12), (stand.Cloudinary.MostUnderWay, stand.Cloudinary.Account.Pictures.Count));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("eager", false)]
    [InlineData("public_id", false)]
    public async Task A_signed_form_lets_somebody_else_upload_exactly_that(string tamperedWith, bool isTaken)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var form = stand.Client.Uploads.Sign(new("c/p/direct", Tags: ["x"], Context: new Dictionary<string, string> { ["alt"] = "A & B" }));
        using var http = new HttpClient();
        using var sent = new MultipartFormDataContent();
        foreach (var (name, value) in form.Fields.Where(f => f.Key != tamperedWith)) sent.Add(new StringContent(value), name);
        if (tamperedWith.Length > 0) sent.Add(new StringContent("w_100"), tamperedWith);
        sent.Add(new ByteArrayContent(Support.Pictures.Png(1)), "file", "picture.png");
        using var answer = await http.PostAsync(form.Address, sent);
        Assert.Equal(isTaken, answer.IsSuccessStatusCode);
        Assert.Equal(isTaken ? ["c/p/direct"] : [], stand.Cloudinary.Account.Pictures.Keys.Select(k => k.PublicId));
        Assert.DoesNotContain(form.Fields, f => f.Value.Contains(CloudinaryDouble.ApiSecret));
        if (!isTaken) return;
        var told = await CloudinaryJson.ReadAsync<CloudinaryAsset>(answer, default);
        Assert.True(new CloudinarySignature(stand.Options).IsOfAnswer(told.Signature!, told.PublicId, told.Version));
    }

    [Fact]
    public async Task An_upload_that_is_called_off_stops()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Hold();
        using var calledOff = new CancellationTokenSource();
        var put = stand.Store.PutAsync(stand.Picture("c/p/one"), new Progress<long>(), calledOff.Token);
        await Support.Eventually.HoldsAsync(() => Task.FromResult(stand.Cloudinary.UnderWay == 1), "the upload at the door");
        await calledOff.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => put);
    }

    private static async Task<long> LengthAsync(Stream stream)
    {
        var (buffer, length) = (new byte[81920], 0L);
        while (await stream.ReadAsync(buffer) is var read and > 0) length += read;
        return length;
    }

    private sealed class Told(Action? also = null) : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value)
        {
            Values.Add(value);
            also?.Invoke();
        }
    }
}
