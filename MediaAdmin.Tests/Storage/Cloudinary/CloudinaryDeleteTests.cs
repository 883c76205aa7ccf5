using MediaAdmin.Storage;

namespace MediaAdmin.Tests.Storage.Cloudinary;

public sealed class CloudinaryDeleteTests
{
    private const string Bulk = "DELETE /resources/image/upload", Single = "POST /image/destroy";

    [Fact]
    public async Task A_thousand_deletions_are_ten_calls_that_caches_are_told_of()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var keys = Enumerable.Range(0, 1000).Select(i => $"c/p/{i}").ToList();
        foreach (var key in keys.Take(30)) await stand.PutAsync(key);
        var outcomes = new Dictionary<string, DeleteOutcome>();
        foreach (var chunk in keys.Chunk(stand.Store.DeletesPerCall))
            foreach (var (key, outcome) in await stand.Store.DeleteAsync(chunk, default)) outcomes[key] = outcome;
        Assert.Equal((1000, 30, 970), (outcomes.Count, outcomes.Values.Count(o => o == DeleteOutcome.Deleted), outcomes.Values.Count(o => o == DeleteOutcome.AlreadyGone)));
        Assert.Equal(10, stand.Asked(Bulk).Count);
        Assert.All(stand.Asked(Bulk), r => Assert.Equal(("true", 100), (r["invalidate"], r.All("public_ids").Count)));
        Assert.Empty(stand.Cloudinary.Account.Pictures);
    }

    [Fact]
    public async Task A_single_deletion_costs_nothing_of_the_hours_quota()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        await stand.PutAsync("c/p/one");
        Assert.Equal(DeleteResult.Deleted, await stand.Store.DeleteAsync("c/p/one", default));
        Assert.Equal(DeleteResult.AlreadyGone, await stand.Store.DeleteAsync("c/p/one", default));
        Assert.Equal("1", stand.Asked(Single)[0]["invalidate"]);
        Assert.Equal((2, 0), (stand.Asked(Single).Count, stand.Cloudinary.Account.AdminCalls));
    }

    [Fact]
    public async Task A_delete_that_is_done_in_parts_goes_on_until_it_is_done()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        string[] keys = ["a", "b", "c", "d", "e"];
        foreach (var key in keys) await stand.PutAsync(key);
        stand.Cloudinary.Account.DeletedPerCall = 2;
        var outcomes = await stand.Store.DeleteAsync(keys, default);
        Assert.Equal(keys, outcomes.Where(o => o.Value == DeleteOutcome.Deleted).Select(o => o.Key).Order());
        Assert.Equal(3, stand.Asked(Bulk).Count);
    }

    [Fact]
    public async Task When_it_breaks_off_in_the_middle_only_what_was_confirmed_is_told()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.Retries = 1);
        string[] keys = ["a", "b", "c", "d"];
        foreach (var key in keys) await stand.PutAsync(key);
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"deleted":{"a":"deleted","b":"deleted"},"partial":true,"next_cursor":"0f"}""" }, on: "DELETE");
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 2, on: "DELETE");
        var outcomes = await stand.Store.DeleteAsync(keys, default);
        Assert.Equal(["a", "b"], outcomes.Keys.Order());
        Assert.Equal(4, (await stand.Store.DeleteAsync(keys, default)).Count);
    }

    [Fact]
    public async Task A_part_without_a_cursor_leaves_the_rest_unconfirmed()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"deleted":{"a":"deleted","stranger":"deleted"},"partial":true}""" });
        Assert.Equal(["a"], (await stand.Store.DeleteAsync(["a", "b"], default)).Keys);
    }

    [Fact]
    public async Task A_word_that_is_not_known_is_a_failure_of_that_key_alone()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(200) with { Body = """{"deleted":{"a":"deleted","b":"locked"}}""" });
        var outcomes = await stand.Store.DeleteAsync(["a", "b"], default);
        Assert.Equal(DeleteOutcome.Deleted, outcomes["a"]);
        Assert.Equal(DeleteOutcome.Failed("Cloudinary answered 'locked'."), outcomes["b"]);
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_finds_the_picture_gone()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        await stand.PutAsync("a");
        await stand.PutAsync("b");
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset with { AfterEffect = true }, on: "destroy");
        Assert.Equal(DeleteResult.AlreadyGone, await stand.Store.DeleteAsync("a", default));
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(504) with { AfterEffect = true }, on: "DELETE");
        Assert.Equal(DeleteOutcome.AlreadyGone, (await stand.Store.DeleteAsync(["a", "b"], default))["b"]);
    }

    [Fact]
    public async Task A_success_without_effect_is_seen_at_the_address()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var stored = await stand.PutAsync("c/p/one");
        stand.Cloudinary.Account.Undying.Add("c/p/one");
        Assert.Equal(DeleteResult.Deleted, await stand.Store.DeleteAsync("c/p/one", default));
        Assert.True(await stand.Store.IsServedAsync(stored, default));
        stand.Cloudinary.Account.Undying.Clear();
        await stand.Store.DeleteAsync("c/p/one", default);
        Assert.False(await stand.Store.IsServedAsync(stored, default));
    }

    [Fact]
    public async Task No_keys_are_no_call_and_more_than_a_call_takes_are_a_mistake()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        Assert.Empty(await stand.Store.DeleteAsync([], default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stand.Store.DeleteAsync([.. Enumerable.Range(0, 101).Select(i => $"{i}")], default));
        Assert.Empty(stand.Cloudinary.Requests);
    }
}
