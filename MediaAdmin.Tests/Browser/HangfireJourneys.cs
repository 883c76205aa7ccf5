using System.Runtime.CompilerServices;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Hangfire's dashboard in Chromium, under the portal's Content-Security-Policy: what each role sees there and may do.</summary>
[Collection(Journeys.Name)]
public sealed class HangfireJourneys(RealBrowser browser)
{
    [Fact]
    public Task An_Admin_finds_the_failed_job_by_its_file_and_requeues_it() => WithAFailedUploadAsync(async (walk, product) =>
    {
        var page = await OpenAsync(walk, MediaApp.AdminEmail, "en-US");
        await OpenFailedAsync(page, "Jobs", "Failed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Store jug.png" }).ClickAsync();
        await Expect(page.Locator(".navbar-brand")).ToHaveTextAsync("MediaAdmin");
        await Expect(page.GetByText("not allowed").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Requeue" }).ClickAsync();
        await Eventually.HoldsAsync(async () => (await walk.Portal.ProductAsync(product)).Pictures.Count == 1, "the picture to be stored");
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to site" }).ClickAsync();
        await page.WaitForURLAsync("**/jobs");
    });

    [Fact]
    public Task An_Editor_looks_and_has_nothing_to_press() => WithAFailedUploadAsync(async (walk, _) =>
    {
        var page = await OpenAsync(walk, await NewUserAsync(walk, "Editor"), "en-US");
        await OpenFailedAsync(page, "Jobs", "Failed");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Store jug.png" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-url]")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Store jug.png" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Store jug.png" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-ajax]")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_Viewer_is_refused() => WithAFailedUploadAsync(async (walk, _) =>
    {
        var visitor = await walk.SignedInAsync("/products", await NewUserAsync(walk, "Viewer"));
        visitor.ExpectRefusal(403);
        Assert.Equal(403, (await visitor.Page.GotoAsync("/hangfire"))!.Status);
    });

    [Fact]
    public Task In_Turkish_the_same_jobs_have_Turkish_names() => WithAFailedUploadAsync(async (walk, product) =>
    {
        var page = await OpenAsync(walk, MediaApp.AdminEmail, "tr-TR");
        await OpenFailedAsync(page, "İşler", "Başarısızlar");
        await page.GetByRole(AriaRole.Link, new() { Name = "Görseli depola: jug.png" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yeniden sıraya al" }).ClickAsync();
        await Eventually.HoldsAsync(async () => (await walk.Portal.ProductAsync(product)).Pictures.Count == 1, "the picture to be stored");
    });

    /// <summary>The store refuses the first file for good, and would take it the next time.</summary>
    private async Task WithAFailedUploadAsync(Func<Walk, long, Task> journey, [CallerMemberName] string name = "")
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        cloudinary.Script.Play(CloudinaryFault.Answer(403, "not allowed"), on: "POST /v1_1/demo/image/upload");
        await using var portal = new MediaProcess(
            settings: [("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, cloudinary.CloudinaryUrl)]);
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var product = await walk.NewProductAsync("Jug");
            var url = await new TusClient(portal.Admin).UploadAsync(Pictures.Png(4711), "jug.png", product);
            await Eventually.GetAsync(
                () => portal.Admin.GetStringAsync($"/api/uploads/{Journey.Id(url):N}"),
                upload => upload.Contains("\"Failed\"", StringComparison.OrdinalIgnoreCase), "the upload to fail");
            await journey(walk, product);
        }, name);
    }

    private static async Task OpenFailedAsync(IPage page, string jobs, string failed)
    {
        await page.Locator(".navbar-nav").GetByRole(AriaRole.Link, new() { Name = jobs }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = failed }).First.ClickAsync();
    }

    private static async Task<string> NewUserAsync(Walk walk, string role)
    {
        var email = $"{role}@example.com";
        await walk.Portal.CommandAsync("user", "add", email, "--role", role, "--password", MediaApp.AdminPassword);
        return email;
    }

    private static async Task<IPage> OpenAsync(Walk walk, string email, string locale)
    {
        var visitor = await walk.SignedInAsync("/jobs", email, options => options.Locale = locale);
        await visitor.Page.GotoAsync("/hangfire");
        return visitor.Page;
    }
}
