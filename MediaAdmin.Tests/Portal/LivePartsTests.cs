using System.Globalization;
using Bunit;
using MediaAdmin.Live;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MediaAdmin.Tests.Portal;

/// <summary>How often news and moments turn a page: often enough, never more.</summary>
public sealed class LivePartsTests : PortalParts
{
    private readonly StoppedClock _clock = new();
    private readonly Announcements _news = new(NullLogger<Announcements>.Instance);
    private readonly List<int> _calls = [];

    public LivePartsTests() => Services.AddSingleton(_news).AddSingleton<TimeProvider>(_clock).AddScoped<Pulse>();

    [Fact]
    public void A_page_that_asks_the_database_is_left_alone_between_two_calls_and_misses_nothing()
    {
        Render<OnNews<int>>(p => p.Add(n => n.Topic, "busy").Add(n => n.Rest, TimeSpan.FromSeconds(1)).Add(n => n.Do, news => _calls.Add(news.Count)));
        for (var tenth = 0; tenth < 50; tenth++) // for five seconds a hundred pieces of news each second
        {
            for (var n = 0; n < 10; n++) _news.Publish("busy", n);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.InRange(_calls.Count, 4, 7);
        Assert.Equal(500, _calls.Sum());
    }

    [Fact]
    public void News_after_a_rest_is_heard_at_once()
    {
        Render<OnNews<int>>(p => p.Add(n => n.Topic, "calm").Add(n => n.Rest, TimeSpan.FromSeconds(1)).Add(n => n.Do, news => _calls.Add(news.Count)));
        for (var n = 1; n <= 3; n++)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            _news.Publish("calm", n);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(n, _calls.Count);
        }
    }

    [Fact]
    public async Task News_speaks_the_language_of_who_hears_it_and_not_of_who_told_it()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr");
        using var pulse = new Pulse(TimeProvider.System);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var heard = new TaskCompletionSource<string>();
        pulse.Request(() => heard.SetResult(CultureInfo.CurrentUICulture.Name));
        Assert.Equal("tr", await heard.Task.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public void A_moment_comes_once_and_another_takes_its_place()
    {
        SetRendererInfo(new("Server", isInteractive: true));
        var start = _clock.GetUtcNow();
        var at = Render<OnMoment>(p => p.Add(m => m.Moment, start.AddSeconds(10)).Add(m => m.Do, () => _calls.Add(1)));
        _clock.Advance(TimeSpan.FromSeconds(5));
        at.Render(p => p.Add(m => m.Moment, start.AddSeconds(20)));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_calls);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(_calls);
        at.Render(p => p.Add(m => m.Moment, (DateTimeOffset?)null));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(_calls);
    }

    [Fact]
    public void A_moment_never_comes_early_although_its_timer_does()
    {
        SetRendererInfo(new("Server", isInteractive: true));
        var moment = _clock.GetUtcNow().AddSeconds(10);
        _clock.Early = TimeSpan.FromMilliseconds(4);
        Render<OnMoment>(p => p.Add(m => m.Moment, moment).Add(m => m.Do, () => _calls.Add((int)(_clock.GetUtcNow() - moment).TotalMilliseconds)));
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([0], _calls);
    }
}
