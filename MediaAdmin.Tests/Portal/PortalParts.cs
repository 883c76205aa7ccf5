using System.Globalization;
using Bunit;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Portal;

/// <summary>Renders parts in English; what they need besides their parameters is words alone.</summary>
public abstract class PortalParts : BunitContext
{
    protected PortalParts()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Services.AddLocalization();
    }
}

static class Some
{
    public static readonly UploadOptions Limits = new();
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static UploadView Upload(UploadState state, UploadFault? fault = null, long received = 1000, long stored = 0, int ordinal = 1, long? asset = null, Guid? id = null, string owner = "user:1") =>
        new(id ?? Guid.NewGuid(), Guid.Empty, ordinal, owner, "front.jpg", 1000, received, stored, 1000, state, fault, null, 0, 7, null, null, asset, null, null, Noon);

    public static UploadChanged[] News(params UploadView[] views) => [.. views.Select(v => new UploadChanged(v))];
}
