using System.Collections.Concurrent;
using MediaAdmin.Deletion;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The engine room in trouble: a store that goes away, work that somebody pauses, failures by the thousand.</summary>
[Collection(Journeys.Name)]
public sealed class JobsJourneys(RealBrowser browser)
{
    private const string Kind = StoreUploadJob.Queue;

    [Fact]
    public Task A_store_that_goes_away_in_mid_batch_pauses_just_that_work_and_nothing_is_left_failed() => AloneAsync(async (walk, portal) =>
    {
        var product = await walk.NewProductAsync("Lamp");
        await walk.UploadAsync(product, 2);
        var visitor = await walk.SignedInAsync("/jobs");
        visitor.ExpectMissingPage(); // the pictures of a store that is away
        var jobs = new OnJobs(visitor);
        portal.LoseStore();
        await walk.UploadAsync(product, 12);
        await Expect(jobs.Paused(Kind)).ToContainTextAsync("The picture store does not serve at the moment. The shop itself is not affected");
        await Expect(jobs.Paused(Kind)).ToContainTextAsync("Goes on in");
        await Expect(jobs.Tile(PurgeJob.Queue)).ToContainTextAsync("Active");
        portal.FindStore();
        await Expect(jobs.Paused(Kind)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await Eventually.HoldsAsync(async () => (await portal.ProductAsync(product)).Pictures.Count == 14, "every picture arrived");
        await Expect(jobs.Causes).ToHaveCountAsync(0);
    }, ("Uploads:FirstRetry", "00:00:01"));

    [Fact]
    public Task What_somebody_paused_stays_so_over_a_restart_until_somebody_resumes_it() => AloneAsync(async (walk, portal) =>
    {
        var visitor = await walk.SignedInAsync("/jobs");
        var jobs = new OnJobs(visitor);
        await visitor.TabToAsync(jobs.Button("Pause: Storing pictures"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await jobs.Question.GetByLabel("Why").FillAsync("the store moves house");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(jobs.Paused(Kind)).ToContainTextAsync("the store moves house");
        visitor.ExpectBrokenConnections();
        await portal.RestartAsync();
        var product = await walk.NewProductAsync("Cup");
        await walk.UploadAsync(product, 3);
        await visitor.GoAsync("/jobs");
        await Expect(jobs.Paused(Kind)).ToContainTextAsync("3 items wait, and nobody is working on them.");
        Assert.Empty((await portal.ProductAsync(product)).Pictures);
        await OnJobs.In(jobs.Paused(Kind), "Resume").ClickAsync();
        await Expect(jobs.Paused(Kind)).ToHaveCountAsync(0);
        await Eventually.HoldsAsync(async () => (await portal.ProductAsync(product)).Pictures.Count == 3, "every picture arrived");
    });

    [Fact]
    public Task Two_thousand_failures_of_three_causes_are_three_rows_and_go_together() => AloneAsync(async (walk, portal) =>
    {
        (await portal.Admin.PutAsync($"/api/jobs/{Kind}/pause", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
        await FailAsync(portal, (UploadFault.StoreRefused, 1500), (UploadFault.NotAPicture, 480), (UploadFault.Unexpected, 20));
        var visitor = await walk.SignedInAsync("/jobs");
        var jobs = new OnJobs(visitor);
        await Expect(jobs.Causes).ToHaveCountAsync(3);
        await Expect(jobs.Causes.First).ToContainTextAsync("1,500 items");
        await Expect(jobs.Tile(Kind)).ToContainTextAsync("2,000 failed");
        await OnJobs.In(jobs.Causes.Nth(2), "Retry 20").ClickAsync();
        await Expect(jobs.Question).ToContainTextAsync("Try 20 items again?");
        await OnJobs.In(jobs.Question, "Try again").ClickAsync();
        await Expect(jobs.Causes).ToHaveCountAsync(2);
        await Expect(jobs.Tile(Kind)).ToContainTextAsync("1,980 failed");
        await OnJobs.In(jobs.Causes.Nth(1), "Give up 480").ClickAsync();
        await jobs.Question.GetByRole(AriaRole.Textbox).FillAsync("not ours");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(jobs.Causes).ToHaveCountAsync(1);
        await Expect(visitor.Page.GetByText("480 items given up.")).ToBeVisibleAsync();
    });

    [Fact]
    public async Task With_fifty_that_run_and_ten_thousand_that_ran_the_page_lives_scrolls_and_searches()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        cloudinary.Script.Hold();
        await AloneAsync(async (walk, portal) =>
        {
            await using (var db = portal.Db()) await db.RememberRunsAsync(10_000);
            await walk.UploadAsync(await walk.NewProductAsync("Lamp"), 50);
            var visitor = await walk.SignedInAsync("/profile");
            var frames = new ConcurrentQueue<int>();
            visitor.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => frames.Enqueue(frame.Binary?.Length ?? frame.Text?.Length ?? 0);
            await visitor.GoAsync("/jobs");
            var jobs = new OnJobs(visitor);
            await Expect(jobs.Running).ToHaveCountAsync(50);
            Assert.InRange(frames.Max(), 1, 200_000); // bytes at once: the first picture of the page, which shows fifty and holds ten thousand
            frames.Clear();
            await Expect(visitor.Page.Locator("#history-title")).ToContainTextAsync("10,0");
            await jobs.Runs.First.HoverAsync();
            await visitor.Page.Locator(".runs").EvaluateAsync("runs => runs.scrollTo(0, runs.scrollHeight)");
            await Expect(jobs.Runs.Filter(new() { HasText = "seeded-10000.png" })).ToBeVisibleAsync();
            await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("seeded-4711");
            await Expect(visitor.Page.Locator("#history-title")).ToContainTextAsync("1 run");
            await Expect(jobs.Runs).ToHaveCountAsync(1);
            await visitor.Page.Mouse.WheelAsync(0, 100_000);
            cloudinary.Script.LetGo();
            await Expect(jobs.Running).ToHaveCountAsync(0);
            await Expect(jobs.Tile(Kind).Locator("dd").First).ToHaveTextAsync("0");
            Assert.InRange(frames.Max(), 1, 50_000); // what changes, and no more
            Assert.Equal(1, visitor.Circuits - 1);
        }, ("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, cloudinary.CloudinaryUrl), ("Jobs:Concurrency", "50"));
    }

    private async Task AloneAsync(Func<Walk, MediaProcess, Task> journey, params (string, string)[] settings)
    {
        await using var portal = new MediaProcess(settings: settings);
        await portal.StartAsync();
        await browser.WalkAsync(portal, walk => journey(walk, portal));
    }

    /// <summary>Uploads that failed so, so many of each, with their bytes in staging.</summary>
    private static async Task FailAsync(MediaProcess portal, params (UploadFault Fault, int Count)[] many)
    {
        await using var db = portal.Db();
        var batch = UploadBatch.Create(Guid.NewGuid(), "user:1", "Ada", null, DateTimeOffset.UtcNow);
        db.Add(batch);
        foreach (var (fault, count) in many)
        {
            for (var n = 0; n < count; n++)
            {
                var upload = Upload.Expect(batch, new($"{fault}-{n}.png", 4), new(null, null, null), n + 1, DateTimeOffset.UtcNow, TimeSpan.FromDays(1));
                upload.Fail(fault, "the words behind it");
                db.Add(upload);
                await File.WriteAllBytesAsync(Path.Combine(portal.Data, "staging", upload.Id.ToString("N")), new byte[4]);
            }
        }
        await db.SaveChangesAsync();
    }
}

static class Uploading
{
    /// <summary>So many pictures on their way to a product, by the API; they may be waiting for long.</summary>
    public static async Task UploadAsync(this Walk walk, long product, int count)
    {
        var tus = new TusClient(walk.Portal.Admin);
        foreach (var picture in walk.SomePictures(count)) await tus.UploadAsync(await File.ReadAllBytesAsync(picture), Path.GetFileName(picture), product);
    }
}
