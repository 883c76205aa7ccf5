using MediaAdmin.Setup;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Setup;

/// <summary>The test of the connection: each step tells how it ended, and what is wrong by its name.</summary>
public sealed class StoreTestTests : IAsyncLifetime
{
    private CloudinaryDouble Cloudinary { get; set; } = null!;

    public async Task InitializeAsync() => Cloudinary = await CloudinaryDouble.StartAsync();

    public Task DisposeAsync() => Cloudinary.DisposeAsync().AsTask();

    [Fact]
    public async Task A_sound_account_goes_through_every_step_leaves_nothing_behind_and_tells_its_plan()
    {
        var results = await RunAsync(Cloudinary.CloudinaryUrl);
        Assert.Equal(Enum.GetValues<StoreStep>(), results.Where(r => r.IsGood).Select(r => r.Step));
        Assert.Empty(Cloudinary.Account.Pictures);
        Assert.Equal(("Free", 25.0), (results[^1].Usage!.Plan, results[^1].Usage!.Credits!.Limit));
        Assert.Equal((500, 498), (results[^1].Calls!.Limit, results[^1].Calls!.Remaining)); // ping and usage
        Assert.Equal(["POST /v1_1/demo/image/upload", "POST /v1_1/demo/image/destroy"], Cloudinary.Requests.Where(r => r.Method == "POST").Select(r => $"{r.Method} {r.Path}"));
    }

    [Theory]
    [InlineData("s3cr3t-Key_123", "s3cr3t-Key_124", StorageCause.Secret)]
    [InlineData("123456789012345", "999", StorageCause.Key)]
    [InlineData("@demo", "@Demo", StorageCause.Account)]
    [InlineData("upload_prefix=http%3A%2F%2F127.0.0.1", "upload_prefix=http%3A%2F%2Fnowhere.invalid", StorageCause.Network)]
    [InlineData("upload_prefix=http%3A%2F%2F", "upload_prefix=https%3A%2F%2F", StorageCause.Certificate)]
    public async Task What_is_wrong_is_named_and_nothing_more_is_tried(string right, string wrong, StorageCause cause)
    {
        var url = Cloudinary.CloudinaryUrl.Replace(right, wrong);
        var result = Assert.Single(await RunAsync(url));
        Assert.Equal((StoreStep.Reach, false, cause), (result.Step, result.IsGood, result.Cause));
        Assert.DoesNotContain("s3cr3t", result.Fact);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named_by_the_first_signed_request()
    {
        var clock = new MovedClock();
        clock.PutForward(TimeSpan.FromHours(-2));
        var results = await RunAsync(Cloudinary.CloudinaryUrl, s => s.AddSingleton<TimeProvider>(clock));
        Assert.Equal([(StoreStep.Reach, StorageCause.Unknown), (StoreStep.Store, StorageCause.Clock)], results.Select(r => (r.Step, r.Cause)));
        Assert.Contains("behind Cloudinary's", results[^1].Fact);
    }

    [Fact]
    public async Task A_page_that_some_network_answers_with_is_no_answer()
    {
        Cloudinary.Script.Play(new() { Status = 200, Body = "<html>Please sign in</html>" }, times: 9);
        Assert.Equal(StorageCause.Stranger, Assert.Single(await RunAsync(Cloudinary.CloudinaryUrl)).Cause);
    }

    [Fact]
    public async Task What_was_stored_is_deleted_also_when_it_is_not_delivered()
    {
        Cloudinary.Script.Play(CloudinaryFault.Answer(403), times: 9, on: "GET /demo/image/");
        var results = await RunAsync(Cloudinary.CloudinaryUrl);
        Assert.Equal([(StoreStep.Reach, true), (StoreStep.Store, true), (StoreStep.Deliver, false), (StoreStep.Delete, true)], results.Select(r => (r.Step, r.IsGood)));
        Assert.Empty(Cloudinary.Account.Pictures);
    }

    [Fact]
    public async Task The_local_store_has_the_steps_that_make_sense_for_a_folder()
    {
        await using var app = new MediaApp();
        var heard = new List<StoreStepResult>();
        var store = (await app.Get<SelfChecks>().RunAsync(heard.Add, default)).Single(c => c.Subject == CheckSubject.Store);
        Assert.True(store.IsGood, store.Fact);
        Assert.Equal([StoreStep.Store, StoreStep.Deliver, StoreStep.Delete], heard.Where(r => r.IsGood).Select(r => r.Step));
    }

    private static async Task<IReadOnlyList<StoreStepResult>> RunAsync(string url, Action<IServiceCollection>? services = null)
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Storage:Provider"] = "Cloudinary", [CloudinaryUrl.Key] = url }, services);
        var results = new List<StoreStepResult>();
        await foreach (var result in app.Get<StoreTest>().RunAsync(default)) results.Add(result);
        return results;
    }
}
