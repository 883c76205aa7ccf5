using System.Security.Claims;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Tests.Portal;

/// <summary>Renders parts that read and change: with a portal behind them, for somebody who is signed in.</summary>
public abstract class LiveParts : PortalParts
{
    private static int _people = 5000;

    protected LiveParts(SharedApp shared)
    {
        App = shared.App;
        Services.AddLive().AddLogging();
        Services.AddSingleton(App.Get<Announcements>()).AddSingleton(App.Get<Trash>()).AddSingleton(App.Get<DeletionList>()).AddSingleton(App.Get<DeletionPreviews>())
            .AddSingleton(App.Get<Pauses>()).AddSingleton(App.Get<Galleries>()).AddSingleton(App.Get<IOptions<DeletionOptions>>());
        Services.AddCascadingValue(_ => Task.FromResult(new AuthenticationState(new(new ClaimsIdentity(Me.ToClaims(), "test")))));
        SetRendererInfo(new("Server", isInteractive: true)); // the last: afterwards no service can be added
    }

    protected MediaApp App { get; }

    /// <summary>A service of the portal whose database does not answer.</summary>
    protected T WithoutDatabase<T>() => ActivatorUtilities.CreateInstance<T>(App.Services, (IDbContextFactory<MediaDb>)new Away());

    protected Actor Me { get; } = Actor.User(Interlocked.Increment(ref _people), "Ann", Role.Editor);

    private sealed class Away : IDbContextFactory<MediaDb>
    {
        public MediaDb CreateDbContext() => throw new InvalidOperationException("The database does not answer.");
    }
}
