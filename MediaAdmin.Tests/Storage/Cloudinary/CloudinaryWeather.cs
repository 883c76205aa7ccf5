using System.Security.Cryptography;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Describing;
using MediaAdmin.ImportExport.Account;
using MediaAdmin.Reconciliation;
using MediaAdmin.Tests.Reconciliation;
using MediaAdmin.Tests.Support;
using MediaAdmin.Tests.Uploads.Direct;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>
/// A day at the portal as the dice have it, while Cloudinary fails in every way at once; and beside it the books of what has been acknowledged: which picture has which bytes, and which
/// stand in which order.
/// </summary>
sealed class CloudinaryWeather(DirectSender portal, Random dice, long product)
{
    private static readonly Actor Ann = new("user:7", "Ann", Role.Admin);

    private static readonly string[] Targets =
    [
        "POST /v1_1/demo/image/upload", "POST /v1_1/demo/image/destroy", "POST /v1_1/demo/image/context", "POST /v1_1/demo/image/tags", "POST /v1_1/demo/image/explicit",
        "DELETE /v1_1/demo/resources", "GET /v1_1/demo/resources", "GET /demo/image", "HEAD /demo/image", "",
    ];

    private readonly List<(string Url, byte[] Bytes, long? Replaced)> _coming = [];
    private readonly Dictionary<long, string> _md5 = [];
    private readonly HashSet<long> _busy = [];
    private List<long> _order = [];
    private int _seed = dice.Next(1, 1 << 20);

    private CloudinaryDoubleAccount Account => portal.Cloudinary.Account;

    /// <summary>Something of what people do, under a sky that may have changed.</summary>
    public async Task DoAsync()
    {
        if (dice.Next(3) > 0) Rain();
        await LookAsync();
        await (dice.Next(10) switch
        {
            0 or 1 => UploadAsync(null),
            2 or 3 => SendDirectlyAsync(),
            4 => Any() is { } old ? UploadAsync(old) : UploadAsync(null),
            5 => DeleteAsync(),
            6 => ArrangeAsync(),
            7 => DescribeAsync(),
            8 => portal.App.CheckAsync(fix: true),
            _ => ImportAsync(),
        });
    }

    /// <summary>The sky clears: whatever was acknowledged comes about, and nothing else is left.</summary>
    public async Task MustBalanceAsync()
    {
        portal.Cloudinary.Script.Clear();
        await Eventually.HoldsAsync(async () =>
        {
            await LookAsync();
            return _coming.Count == 0;
        }, "all uploads to arrive");
        await Eventually.GetAsync(async () => (await portal.App.Get<DeletionList>().FindAsync(new DeletionQuery(PageSize: 500), default)).Items,
            all => all.All(d => d.State is DeletionState.Deleted or DeletionState.AlreadyGone), "all deletions to be over");
        await Eventually.HoldsAsync(async () => await portal.App.Get<WordsLedger>().ReadAsync(default) is { Waiting: 0, Refused.Count: 0 }, "no words to be owed");

        var order = await portal.App.OrderAsync(product);
        Assert.Equal(_md5.Keys.Order(), order.Order());
        Assert.Equal(_order, order.Where(_order.Contains));
        var keys = new Dictionary<long, string>();
        foreach (var id in _md5.Keys) keys[id] = Assert.Single(await portal.App.KeysAsync(id));
        Assert.Equal(keys.Values.Order(), Account.Pictures.Keys.Select(k => k.PublicId).Order());
        Assert.All(_md5, p => Assert.Equal(p.Value, Account.Pictures[("upload", keys[p.Key])].Etag));
        var report = await portal.App.CheckAsync();
        Assert.Equal(ReconciliationState.Balanced, report.State);
        Assert.All(report.Groups, g => Assert.Equal(0, g.Found));
    }

    /// <summary>One more kind of fault, somewhere, a few times.</summary>
    private void Rain() => portal.Cloudinary.Script.Play(dice.Next(7) switch
    {
        0 => CloudinaryFault.Reset,
        1 => CloudinaryFault.Reset with { AfterEffect = true },
        2 => CloudinaryFault.Answer(503, "Service Unavailable"),
        3 => CloudinaryFault.Answer(502) with { AfterEffect = true },
        4 => CloudinaryFault.Reset with { AtByte = 300 },
        5 => CloudinaryFault.Silence,
        _ => new CloudinaryFault { Status = 429, Body = """{"error":{"message":"Too many requests"}}""", Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } },
    }, times: dice.Next(1, 4), on: Targets[dice.Next(Targets.Length)]);

    private byte[] Picture() => Pictures.Png(_seed += 7);

    private async Task UploadAsync(long? replaced)
    {
        var (tus, bytes) = (new TusClient(portal.App.Admin), Picture());
        (string, string)[] where = replaced is { } old ? [("replaces", $"{old}")] : [("product", $"{product}")];
        var url = await tus.CreateAsync(bytes.Length, [("filename", "new.png"), .. where]);
        (await tus.PatchAsync(url, bytes, 0)).EnsureSuccessStatusCode();
        if (replaced is { } busy) _busy.Add(busy);
        _coming.Add((url, bytes, replaced));
    }

    /// <summary>As the browser does: whatever does not go straight there goes by the portal.</summary>
    private async Task SendDirectlyAsync()
    {
        var bytes = Picture();
        var upload = await portal.ExpectAsync(bytes.Length, product);
        var form = await portal.SignAsync(upload);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var answer = await DirectSender.SendAsync(form, bytes, patience.Token);
        if (answer is null || await portal.ConfirmAsync(upload, answer) != System.Net.HttpStatusCode.Accepted)
            (await new TusClient(portal.App.Admin).PatchAsync(upload.Url, bytes, 0)).EnsureSuccessStatusCode();
        _coming.Add((upload.Url, bytes, null));
    }

    private async Task DeleteAsync()
    {
        if (Any() is not { } gone) return;
        Assert.Equal(1, (await portal.App.Get<Trash>().PutAsync(new DeletionTarget.Assets([gone]), Ann, default)).Removed);
        _md5.Remove(gone);
        _order.Remove(gone);
    }

    /// <summary>Only while nothing arrives, or the order asked for would not be all of the gallery.</summary>
    private async Task ArrangeAsync()
    {
        if (_coming.Count > 0) return;
        var wished = _md5.Keys.ToArray();
        dice.Shuffle(wished);
        Assert.IsType<ArrangeOutcome.Arranged>(await portal.App.Get<GalleryOrder>().ArrangeAsync(product, null, wished, null, Ann, default));
        _order = [.. wished];
    }

    private async Task DescribeAsync()
    {
        if (_md5.Count > 0) await portal.App.Get<AssetWording>().DescribeAsync(new(AssetIds: [.. _md5.Keys]), new CommonWords(AddTags: [$"tag-{dice.Next(5)}"], AltEn: $"A lamp, {dice.Next(100)}"), Ann, default);
    }

    private async Task ImportAsync()
    {
        var sku = (await portal.App.Get<Galleries>().OpenAsync(product, default))!.Sku;
        var kept = portal.Keep($"theirs{_seed += 7}/one", p => p with { Context = new Dictionary<string, string> { ["product"] = sku } });
        var imports = portal.App.Get<AccountImports>();
        await imports.LookAsync(kept.PublicId.Split('/')[0] + "/", "", "", Ann, default);
        var looked = await UntilAsync(AccountImportState.Looked);
        await imports.StartAsync(looked.Id, Ann, default);
        Assert.Equal(1, (await UntilAsync(AccountImportState.Done)).Done!.New);
        var asset = (await portal.App.OrderAsync(product)).Except(_md5.Keys).ToList();
        foreach (var id in asset)
            if ((await portal.App.KeysAsync(id))[0] == kept.PublicId) _md5[id] = kept.Etag;
    }

    private async Task<AccountImport> UntilAsync(AccountImportState state)
    {
        async Task<AccountImport> LatestAsync() => (await portal.App.Get<AccountImports>().LatestAsync(Ann, default))!;
        await Eventually.GetAsync(async () => await LatestAsync() is var i ? (i.State, i.Reason, i.WaitsUntil, i.Restarts) : default, i => i.State == state, $"an import that is {state}");
        return await LatestAsync();
    }

    /// <summary>What has arrived meanwhile is written into the books.</summary>
    private async Task LookAsync()
    {
        foreach (var one in _coming.ToList())
        {
            var upload = await portal.App.UploadAsync(one.Url);
            Assert.True(upload.State is UploadState.Queued or UploadState.Storing or UploadState.Stored, $"{upload}");
            if (upload.State != UploadState.Stored) continue;
            _coming.Remove(one);
            _md5[upload.AssetId!.Value] = Convert.ToHexStringLower(MD5.HashData(one.Bytes));
            if (one.Replaced is { } replaced) _busy.Remove(replaced);
        }
    }

    /// <summary>A picture of the books that nobody is replacing just now.</summary>
    private long? Any() => _md5.Keys.Except(_busy).ToArray() is { Length: > 0 } free ? free[dice.Next(free.Length)] : null;
}
