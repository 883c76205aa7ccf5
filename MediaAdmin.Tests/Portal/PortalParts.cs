using System.Globalization;
using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Portal;

/// <summary>Renders parts in English; what they need besides their parameters is words and the clock.</summary>
public abstract class PortalParts : BunitContext
{
    protected PortalParts()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Services.AddLocalization().AddSingleton(TimeProvider.System);
    }
}

static class Some
{
    public static readonly UploadOptions Limits = new();
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static UploadView Upload(UploadState state, UploadFault? fault = null, long received = 1000, long stored = 0, int ordinal = 1, long? asset = null, Guid? id = null, string owner = "user:1") =>
        new(id ?? Guid.NewGuid(), Guid.Empty, ordinal, owner, "front.jpg", 1000, received, stored, 1000, state, fault, null, 0, 7, null, null, asset, null, null, Noon);

    public static UploadChanged[] News(params UploadView[] views) => [.. views.Select(v => new UploadChanged(v))];

    /// <summary>An act of deletion at noon, still undoable as a whole unless something else is said.</summary>
    public static ActProgress Act(int entries, int? undoable = null, int done = 0, int retrying = 0, int failed = 0, TimeSpan? window = null, DateTimeOffset? endedAt = null, string? product = null) =>
        new(Guid.NewGuid(), Noon, Noon + (window ?? TimeSpan.FromSeconds(30)), entries, undoable ?? (done + retrying + failed > 0 ? 0 : entries), done, retrying, failed, 0,
            retrying > 0 ? Noon.AddSeconds(20) : null, endedAt, product);
}
