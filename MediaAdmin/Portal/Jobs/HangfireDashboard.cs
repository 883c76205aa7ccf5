using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;
using MediaAdmin.Access;
using MediaAdmin.Jobs;
using MediaAdmin.Uploads;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal.Jobs;

/// <summary>Hangfire's own dashboard at <c>/hangfire</c>: Admins act, Editors look. Its jobs are named in words, and each tells what it is about, how far it is, and where to see it.</summary>
public static class HangfireDashboard
{
    public const string Path = "/hangfire";

    /// <summary>Of the style element that the dashboard's charts (Chart.js, "injectCSS") put into the page.</summary>
    private const string ChartStyles = "'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='";

    private static readonly string ContentSecurityPolicy =
        SecurityHeaders.ContentSecurityPolicy.Replace("style-src 'self'", $"style-src 'self' {ChartStyles}", StringComparison.Ordinal);

    private static int _rendererAdded;

    public static void MapHangfire(this IEndpointRouteBuilder app)
    {
        // One per path base: the way back to the portal is a fixed address to Hangfire.
        var dashboards = new ConcurrentDictionary<string, RequestDelegate>();
        app.Map(Path + "/{**path}", http =>
        {
            // Hangfire has its texts for tr-TR; the portal's culture is tr.
            if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "tr") CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr-TR");
            http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return dashboards.GetOrAdd(http.Request.PathBase.Value ?? "", at => Build(app, at))(http);
        }).RequireAuthorization(Policies.Editor).ExcludeFromDescription();
        // Hangfire keeps its renderers for the whole process.
        if (Interlocked.Exchange(ref _rendererAdded, 1) == 0) GlobalConfiguration.Configuration.UseJobDetailsRenderer(0, Details);
    }

    private static RequestDelegate Build(IEndpointRouteBuilder app, string pathBase)
    {
        var services = app.ServiceProvider;
        var options = new DashboardOptions
        {
            Authorization = [], // the endpoint's policy
            IsReadOnlyFunc = context => !context.GetHttpContext().User.Actor().Is(Role.Admin),
            DisplayStorageConnectionString = false,
            DashboardTitle = "MediaAdmin",
            AppPath = $"{pathBase}/jobs",
            FaviconPath = $"{pathBase}/icons/favicon.svg",
            DisplayNameFunc = Name,
            TimeZoneResolver = services.GetRequiredService<ITimeZoneResolver>(),
        };
        return app.CreateApplicationBuilder().UsePathBase(Path)
            .UseMiddleware<AspNetCoreDashboardMiddleware>(services.GetRequiredService<JobStorage>(), options, services.GetRequiredService<Hangfire.Dashboard.RouteCollection>(), true).Build();
    }

    /// <summary>"Store IMG_1.jpg · LUM-0001"; a job that is about no row by what it does.</summary>
    private static string Name(DashboardContext context, Job job)
    {
        var services = context.GetHttpContext().RequestServices;
        var name = services.GetRequiredService<IStringLocalizer<JobsWords>>()[$"Job_{JobNames.Of(job.Type)}", Subject(services, job)?.Text ?? JobNames.Of(job)];
        return name.ResourceNotFound ? JobNames.Of(job.Type) : name;
    }

    /// <summary>How far the job is, the state of the row that it moves, and the page about it.</summary>
    private static NonEscapedString Details(JobDetailsRendererDto details)
    {
        var services = details.Page.Context.GetHttpContext().RequestServices;
        var (words, html) = (services.GetRequiredService<IStringLocalizer<JobsWords>>(), new StringBuilder());
        var subject = details.JobDetails.Job is { } job ? Subject(services, job) : null;
        details.JobDetails.Properties.TryGetValue(JobContext.Progress, out var progress);
        if (subject is null && progress is null) return new("");
        void Line(string label, string value) => html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(words[label])}</td><td>{value}</td></tr>");
        if (subject is not null) Line("Dashboard_About", Encode(subject.Text));
        if (subject is { State.Length: > 0 }) Line("Dashboard_State", Encode(State(services, subject.State)));
        if (int.TryParse(progress, out var percent)) Line("Dashboard_Progress", Encode((percent / 100.0).ToString("P0", CultureInfo.CurrentCulture)));
        if (subject?.Link is { } link) Line("Dashboard_Page", $"""<a href="{Encode(details.Page.AppPath[..^"/jobs".Length] + link)}">{Encode(words["Dashboard_Open"])}</a>""");
        return new($"""<h3>MediaAdmin</h3><table class="table"><tbody>{html}</tbody></table>""");
    }

    private static string State(IServiceProvider services, string state) =>
        services.GetRequiredService<IStringLocalizer<UploadWords>>()[$"State_{state}"] is { ResourceNotFound: false } known ? known : state;

    /// <summary>The dashboard is synchronous; a page shows a few dozen jobs.</summary>
    private static JobSubject? Subject(IServiceProvider services, Job job)
    {
        var (name, key) = (JobNames.Of(job.Type), JobNames.Of(job));
        return services.GetServices<IWorkItems>().FirstOrDefault(i => i.Job == name)?.SubjectsAsync([key], CancellationToken.None).GetAwaiter().GetResult().GetValueOrDefault(key);
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
