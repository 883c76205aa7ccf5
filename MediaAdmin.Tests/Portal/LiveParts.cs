using System.Security.Claims;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Editing;
using MediaAdmin.ImportExport;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Notices;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Planning;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Radzen;

namespace MediaAdmin.Tests.Portal;

/// <summary>Renders parts that read and change: with a portal behind them, for somebody who is signed in.</summary>
public abstract class LiveParts : PortalParts
{
    private static int _people = 5000;

    private readonly Dictionary<Type, object> _instead = [];

    protected LiveParts(SharedApp shared)
    {
        App = shared.App;
        Services.AddLive(App.Get<IConfiguration>()).AddLogging();
        Services.AddSingleton(_ => Get<Announcements>()).AddSingleton(_ => Get<Trash>()).AddSingleton(_ => Get<DeletionList>()).AddSingleton(_ => Get<DeletionPreviews>())
            .AddSingleton(_ => Get<Pauses>()).AddSingleton(_ => Get<NoticeBoard>()).AddSingleton(_ => Get<JobControl>()).AddSingleton(_ => Get<JobHistory>()).AddSingleton(_ => Get<IOptions<UploadOptions>>()).AddSingleton(_ => Get<Galleries>()).AddSingleton(_ => Get<GalleryOrder>()).AddSingleton(_ => Get<GalleryDiary>()).AddSingleton(_ => Get<GalleryPlacements>()).AddSingleton(_ => Get<IOptions<DeletionOptions>>());
        Services.AddSingleton(_ => Get<AssetList>()).AddSingleton(_ => Get<ClientList>()).AddSingleton(_ => Get<ActorNames>()).AddSingleton(_ => Get<ProductList>()).AddSingleton(_ => Get<Preferences>())
            .AddSingleton(_ => Get<AssetUses>()).AddSingleton(_ => Get<ProductEdits>()).AddSingleton(_ => Get<AssetWording>()).AddSingleton(_ => Get<AssetPlacing>()).AddSingleton(_ => Get<DuplicateList>()).AddSingleton(_ => Get<LookalikeList>()).AddSingleton(_ => Get<WordsImport>()).AddSingleton(_ => Get<UploadPlans>()).AddSingleton(_ => Get<UploadList>()).AddSingleton(_ => Get<IOptions<JsonOptions>>()).AddScoped<NotificationService>();
        Services.AddCascadingValue(_ => Task.FromResult(new AuthenticationState(new(new ClaimsIdentity(Me.ToClaims(), "test")))));
        SetRendererInfo(new("Server", isInteractive: true)); // the last: afterwards no service can be added
    }

    protected MediaApp App { get; }

    /// <summary>From now on the parts get this service of a portal whose database does not answer.</summary>
    protected void WithoutDatabase<T>() where T : notnull => _instead[typeof(T)] = ActivatorUtilities.CreateInstance<T>(App.Services, (IDbContextFactory<MediaDb>)new Away());

    protected Actor Me { get; } = Actor.User(Interlocked.Increment(ref _people), "Ann", Role.Editor);

    private T Get<T>() where T : notnull => _instead.TryGetValue(typeof(T), out var service) ? (T)service : App.Get<T>();

    private sealed class Away : IDbContextFactory<MediaDb>
    {
        public MediaDb CreateDbContext() => throw new InvalidOperationException("The database does not answer.");
    }
}
