using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>One journey: who takes part in it, the files they carry, and what is kept when it fails.</summary>
public sealed class Walk(RealBrowser browser, MediaProcess portal) : IAsyncDisposable
{
    /// <summary>Recording them takes a good part of the machine.</summary>
    private static readonly bool WithTraces = Environment.GetEnvironmentVariable("MEDIAADMIN_TEST_TRACES") is { Length: > 0 };

    private static int _seed = Environment.TickCount & 0xfffff;

    private readonly List<Visitor> _visitors = [];
    private readonly string _luggage = Directory.CreateTempSubdirectory("mediaadmin-luggage-").FullName;

    public MediaProcess Portal => portal;

    public Task<long> NewProductAsync(string name) => portal.NewProductAsync(name);

    /// <summary>A new product with so many pictures in its gallery, picture-001.png and so on.</summary>
    public async Task<long> NewProductAsync(string name, int pictures)
    {
        var product = await NewProductAsync(name);
        var (tus, batch) = (new TusClient(portal.Admin), Guid.NewGuid());
        for (var n = 1; n <= pictures; n++) await tus.UploadAsync(Pictures.Png(Interlocked.Increment(ref _seed)), $"picture-{n:000}.png", product, ("batch", $"{batch}"));
        await Eventually.GetAsync(async () => (await GalleryAsync(product)).Count, count => count == pictures, $"{pictures} pictures in the gallery");
        return product;
    }

    /// <summary>The pictures of a product as programs read them.</summary>
    public async Task<IReadOnlyList<GalleryPicture>> GalleryAsync(long product) =>
        (await portal.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Pictures;

    /// <summary>Somebody who has signed in already, in a browser of their own (an own context: own cookies, own storage).</summary>
    public async Task<Visitor> SignedInAsync(string path, string email = MediaApp.AdminEmail, Action<BrowserNewContextOptions>? how = null)
    {
        if (!browser.Sessions.TryGetValue((portal.Address, email), out var session))
        {
            var first = await StrangerAsync("/login");
            await first.SignInAsync(email, MediaApp.AdminPassword);
            browser.Sessions[(portal.Address, email)] = session = await first.Page.Context.StorageStateAsync();
            await first.LeaveAsync();
        }
        return await StrangerAsync(path, options => { options.StorageState = session; how?.Invoke(options); });
    }

    /// <summary>Somebody who has not signed in.</summary>
    public async Task<Visitor> StrangerAsync(string path, Action<BrowserNewContextOptions>? how = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = portal.Address.ToString(), Locale = "en-US", TimezoneId = "Europe/Istanbul", ViewportSize = new() { Width = 1280, Height = 800 } };
        how?.Invoke(options);
        var context = await browser.Browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        if (WithTraces) await context.Tracing.StartAsync(new() { Snapshots = true });
        var visitor = new Visitor(await context.NewPageAsync());
        _visitors.Add(visitor);
        await visitor.GoAsync(path);
        return visitor;
    }

    /// <summary>A folder of pictures on the disk.</summary>
    public string Folder(string name, params string[] pictures)
    {
        foreach (var picture in pictures) Picture(Path.Combine(name, picture));
        return Path.Combine(_luggage, name);
    }

    /// <summary>A picture on the disk that no other journey has; with <paramref name="bytes"/> at least that large.</summary>
    public string Picture(string name, int bytes = 0) => File(name, Pictures.Png(Interlocked.Increment(ref _seed), bytes: bytes));

    public string[] SomePictures(int count, int bytes = 0) => [.. Enumerable.Range(1, count).Select(n => Picture($"picture-{n:000}.png", bytes))];

    public string File(string name, byte[] bytes)
    {
        var path = Path.Combine(_luggage, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>No script error, no failed request, no violation of the Content-Security-Policy in any browser of this journey.</summary>
    public void MustBeWithoutComplaint() => Assert.Equal([], _visitors.SelectMany(v => v.Complaints));

    /// <summary>
    /// Screenshot and console errors of every visitor, and the portal's log; their traces too when <c>MEDIAADMIN_TEST_TRACES</c> is set.
    /// </summary>
    public async Task KeepEvidenceAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (n, visitor) in _visitors.Index())
        {
            await System.IO.File.WriteAllLinesAsync(Path.Combine(folder, $"{n}-complaints.txt"), visitor.Complaints);
            if (visitor.IsGone) continue;
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{n}.png"), FullPage = true });
            if (WithTraces) await visitor.Page.Context.Tracing.StopAsync(new() { Path = Path.Combine(folder, $"{n}-trace.zip") });
        }
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "portal.log"), portal.Log);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors) await visitor.Page.Context.CloseAsync();
        Directory.Delete(_luggage, recursive: true);
    }
}
