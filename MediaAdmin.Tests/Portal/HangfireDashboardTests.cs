using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Portal;

/// <summary>Hangfire's dashboard in the portal: who sees it, who acts, and in which words.</summary>
public sealed class HangfireDashboardTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Fact]
    public async Task Strangers_are_sent_to_sign_in_viewers_refused_editors_look_and_admins_act()
    {
        var app = apps.On(TestDatabase.Sqlite);
        using var stranger = app.Client(null);
        stranger.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var sent = await stranger.GetAsync("/hangfire");
        Assert.True(sent.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized, $"{sent.StatusCode}");
        using var viewer = app.Client(await app.NewKeyAsync(Role.Viewer));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/hangfire")).StatusCode);
        using var editor = app.Client(await app.NewKeyAsync(Role.Editor));
        var failed = await FailAsync(app, "refused.png");
        Assert.DoesNotContain("data-url", Buttons(await editor.GetStringAsync($"/hangfire/jobs/details/{failed}")), StringComparison.Ordinal);
        Assert.Contains("data-ajax", await app.Admin.GetStringAsync($"/hangfire/jobs/details/{failed}"), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_job_is_named_after_its_file_and_leads_to_its_page_in_both_languages(TestDatabase database)
    {
        var app = apps.On(database);
        var failed = await FailAsync(app, "vase.png");
        var english = await app.Admin.GetStringAsync($"/hangfire/jobs/details/{failed}");
        Assert.Contains("Store vase.png", english, StringComparison.Ordinal);
        Assert.Contains("/uploads?batch=", english, StringComparison.Ordinal);
        Assert.Contains("href=\"/jobs\"", english, StringComparison.Ordinal); // the way back
        Assert.DoesNotContain("jobs.db", await app.Admin.GetStringAsync("/hangfire/"), StringComparison.Ordinal);
        using var turkish = app.Client(MediaApp.AdminKey);
        turkish.DefaultRequestHeaders.AcceptLanguage.ParseAdd("tr");
        Assert.Contains("vase.png", await turkish.GetStringAsync($"/hangfire/jobs/details/{failed}"), StringComparison.Ordinal);
        Assert.Contains("Görseli depola: vase.png", WebUtility.HtmlDecode(await turkish.GetStringAsync($"/hangfire/jobs/details/{failed}")), StringComparison.Ordinal);
        Assert.Contains("Başarısız", WebUtility.HtmlDecode(await turkish.GetStringAsync("/hangfire/jobs/failed")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_path_base_every_link_begins_with_it()
    {
        await using var app = new MediaApp(services: services => services.AddSingleton<IStartupFilter>(new PathBase("/media")));
        var failed = await FailAsync(app, "vase.png");
        var page = await app.Admin.GetStringAsync($"/media/hangfire/jobs/details/{failed}");
        Assert.Contains("Store vase.png", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/media/jobs\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/media/uploads?batch=", page, StringComparison.Ordinal);
        var links = System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"(/[^\"]*)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("/media/", link, StringComparison.Ordinal));
    }

    private sealed class PathBase(string path) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UsePathBase(path);
            next(app);
        };
    }

    /// <summary>An upload whose storing has failed for good; Hangfire's id of its job.</summary>
    private static async Task<long> FailAsync(MediaApp app, string file)
    {
        var batch = UploadBatch.Create(Guid.NewGuid(), "user:1", "Ada", null, DateTimeOffset.UtcNow);
        var upload = Upload.Expect(batch, new(file, 4), new(null, null, null), 1, DateTimeOffset.UtcNow, TimeSpan.FromDays(1));
        upload.Fail(UploadFault.StoreRefused, "the store said no");
        await using (var db = await app.DbAsync())
        {
            db.AddRange(batch, upload);
            await db.SaveChangesAsync();
        }
        return long.Parse(app.Get<JobScheduler>().Start(StoreUploadJob.Of(upload.Id)), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Buttons(string html) => string.Join("\n", html.Split('\n').Where(l => l.Contains("<button", StringComparison.Ordinal)));
}
