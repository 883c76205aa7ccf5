using MediaAdmin.Storage;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>Lists, figures, names and words; and the hour's quota that most of them cost.</summary>
public sealed class CloudinaryAdminTests
{
    [Fact]
    public async Task The_store_lists_what_carries_its_tag_page_by_page_whatever_else_the_account_holds()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Account.ListedPerCall = 2;
        foreach (var key in (string[])["a/1", "a/2", "b/1", "b/2", "c"]) await stand.PutAsync(key);
        var (pictures, one) = (stand.Cloudinary.Account.Pictures, stand.Cloudinary.Account.Pictures[("upload", "c")]);
        pictures[("upload", "foreign")] = one with { PublicId = "foreign", Tags = ["shop"] };
        pictures[("private", "sealed")] = one with { PublicId = "sealed", Type = "private" };

        var listed = new List<StoredObject>();
        await foreach (var found in stand.Store.ListAsync(default)) listed.Add(found);
        Assert.Equal(["a/1", "a/2", "b/1", "b/2", "c"], listed.Select(o => o.Key).Order());
        Assert.All(listed, o => Assert.Equal((5000, true), (o.Bytes, o.ChangedAt - DateTimeOffset.UtcNow < TimeSpan.FromMinutes(1))));
        Assert.Equal(3, stand.Asked("GET /resources/image/tags/mediaadmin").Count);
    }

    [Fact]
    public async Task An_account_is_listed_by_folder_with_words_and_a_list_goes_on_where_it_stopped()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Account.ListedPerCall = 2;
        foreach (var key in (string[])["a/1", "a/2", "a/3", "b/1"]) await stand.PutAsync(key);
        await stand.Client.Uploads.ExplicitAsync("a/1", ["summer, sale"], new Dictionary<string, string> { ["alt"] = "A & B|c=d" }, default);
        var first = await stand.Client.Admin.ListAsync(new("a/", Described: true), null, default);
        var second = await stand.Client.Admin.ListAsync(new("a/"), first.NextCursor, default);
        Assert.Equal(["a/1", "a/2", "a/3"], first.Resources.Concat(second.Resources).Select(r => r.PublicId));
        Assert.Null(second.NextCursor);
        Assert.Equal(["mediaadmin", "summer  sale"], first.Resources[0].Tags!);
        Assert.Equal("A & B|c=d", first.Resources[0].Context!.Custom!["alt"]);
        Assert.Null(second.Resources[0].Tags);
    }

    [Fact]
    public async Task Words_change_and_the_address_stays()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var stored = await stand.PutAsync("c/p/one");
        var described = await stand.Client.Uploads.ExplicitAsync("c/p/one", ["red"], new Dictionary<string, string> { ["alt"] = "A lamp" }, default);
        Assert.Equal(stored.Version, $"{described!.Version}.{described.Format}");
        var found = await stand.Client.Admin.FindAsync("c/p/one", default);
        Assert.Equal(["mediaadmin", "red", "A lamp"], [.. found!.Tags!, found.Context!.Custom!["alt"]]);
        Assert.Null(await stand.Client.Uploads.ExplicitAsync("none", ["red"], null, default));
        Assert.Null(await stand.Client.Admin.FindAsync("none", default));
    }

    [Fact]
    public async Task A_picture_is_renamed_once_also_when_the_answer_was_lost()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        await stand.PutAsync("a");
        await stand.PutAsync("taken");
        var taken = await Assert.ThrowsAsync<StorageException>(() => stand.Client.Uploads.RenameAsync("a", "taken", default));
        Assert.Equal(StorageFault.Refused, taken.Fault);
        Assert.Equal("b", (await stand.Client.Uploads.RenameAsync("a", "b", default))!.PublicId);
        Assert.Null(await stand.Client.Uploads.RenameAsync("a", "b", default));
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset with { AfterEffect = true });
        Assert.Equal("c", (await stand.Client.Uploads.RenameAsync("b", "c", default))!.PublicId);
    }

    [Fact]
    public async Task The_plan_and_what_is_used_of_it_are_told()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        await stand.Client.Admin.PingAsync(default);
        var usage = await stand.Client.Admin.UsageAsync(default);
        Assert.Equal(("Free", 1.47, 25.0, 5.88), (usage.Plan, usage.Credits!.Usage, usage.Credits.Limit, usage.Credits.UsedPercent));
        Assert.Equal((1L << 30, 100_000_000), (usage.MediaLimits!.ImageMaxSizeBytes, usage.MediaLimits.ImageMaxPx));
        Assert.Equal(new(500, 498, stand.Client.Admin.Quota.Known!.ResetsAt), stand.Client.Admin.Quota.Known);
    }

    [Fact]
    public async Task Numbers_and_truths_are_read_in_every_form_the_vendor_gives_them()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"public_id":"a","version":"1700000000","format":"png","bytes":"5000","existing":"","done":"1","new_field":{"x":[1]}}""" });
        Assert.Equal("1700000000.png", (await stand.PutAsync("a")).Version);
    }

    [Fact]
    public async Task Cleaning_up_leaves_some_of_the_quota_to_people()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.AdminReserve = 3);
        stand.Cloudinary.Account.AdminLimit = 5;
        await stand.Store.DeleteAsync(["a", "b"], default);
        await stand.Store.DeleteAsync(["a", "b"], default);
        var spent = await Assert.ThrowsAsync<StorageException>(() => stand.Store.DeleteAsync(["a", "b"], default));
        Assert.Equal((StorageFault.RateLimited, 2), (spent.Fault, stand.Asked("DELETE").Count));
        Assert.InRange(spent.RetryAfter!.Value, TimeSpan.FromMinutes(28), TimeSpan.FromMinutes(31));
        Assert.Contains("Cloudinary allows 5 calls of its Admin API an hour; 3 are left, 3 of them kept for people, until ", spent.Message);

        for (var person = 0; person < 3; person++) await stand.Client.Admin.PingAsync(default);
        Assert.Equal(StorageFault.RateLimited, (await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default))).Fault);
        Assert.Equal(5, stand.Cloudinary.Account.AdminCalls);
        await stand.PutAsync("c/p/one"); // the Upload API has no such limit
    }

    [Fact]
    public async Task The_next_hour_brings_a_new_quota()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.AdminReserve = 0);
        stand.Cloudinary.Account.AdminLimit = 1;
        await stand.Client.Admin.PingAsync(default);
        await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default));
        (stand.Cloudinary.Account.AdminCalls, stand.Cloudinary.Account.AdminResetsAt) = (0, DateTimeOffset.UtcNow.AddMinutes(90));
        stand.Clock.PutForward(TimeSpan.FromMinutes(31));
        Assert.Null(stand.Client.Admin.Quota.Known);
        await stand.Client.Admin.PingAsync(default);
        Assert.Equal(2, stand.Asked("GET /ping").Count);
    }

    [Theory]
    [InlineData(420, true)]
    [InlineData(429, true)]
    [InlineData(420, false)]
    [InlineData(429, false)]
    public async Task A_spent_quota_is_waited_out_until_its_reset_or_the_next_full_hour(int status, bool tells)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Clock.PutForward(TimeSpan.FromMinutes(30 - DateTimeOffset.UtcNow.Minute)); // half past some hour: the next one is as far as the reset
        var headers = new Dictionary<string, string> { ["X-FeatureRateLimit-Limit"] = "500", ["X-FeatureRateLimit-Remaining"] = "0", ["X-FeatureRateLimit-Reset"] = DateTimeOffset.UtcNow.AddMinutes(30).ToString("r") };
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(status, "Rate Limit Exceeded. Limit of 500 api operations reached.") with { Headers = tells ? headers : [] });
        var spent = await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default));
        Assert.Equal(StorageFault.RateLimited, spent.Fault);
        Assert.Contains("hourly limit of Admin API calls is reached (Rate Limit Exceeded", spent.Message);
        Assert.InRange(spent.RetryAfter!.Value, TimeSpan.FromMinutes(28), TimeSpan.FromMinutes(31));
        var known = stand.Client.Admin.Quota.Known!;
        Assert.Equal((0, true), (known.Remaining, tells || known.ResetsAt.TimeOfDay.Ticks % TimeSpan.TicksPerHour == 0));
        await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default));
        Assert.Single(stand.Asked("GET /ping"));
    }

    [Fact]
    public async Task A_wait_of_a_second_is_not_taken_for_the_end_of_the_hours_calls()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.Retries = 1);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(429, "Too many requests") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } }, times: 2);
        var asked = await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default));
        Assert.Equal((StorageFault.RateLimited, TimeSpan.FromSeconds(1)), (asked.Fault, asked.RetryAfter!.Value));
        Assert.Contains("asks to slow down", asked.Message);
        await stand.Client.Admin.PingAsync(default);
        Assert.NotEqual(0, stand.Client.Admin.Quota.Known!.Remaining);
    }

    [Fact]
    public async Task A_clock_that_is_off_does_not_move_the_reset()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Clock.PutForward(TimeSpan.FromMinutes(45));
        await stand.Client.Admin.PingAsync(default);
        Assert.InRange(stand.Client.Admin.Quota.Known!.ResetsAt - stand.Clock.GetUtcNow(), TimeSpan.FromMinutes(28), TimeSpan.FromMinutes(31));
    }
}
