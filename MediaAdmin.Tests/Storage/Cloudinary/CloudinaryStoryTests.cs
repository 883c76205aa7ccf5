using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Describing;
using MediaAdmin.ImportExport.Account;
using MediaAdmin.Tests.Reconciliation;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>A picture's whole life at Cloudinary, with a fault at every step: it ends as told, once.</summary>
public sealed class CloudinaryStoryTests
{
    private static readonly Actor Ann = new("user:7", "Ann", Role.Admin);

    /// <summary>Before the work is done, after it, an answer that says so, and one that comes from somewhere else.</summary>
    public static TheoryData<string, TestDatabase> Faults
    {
        get
        {
            var data = new TheoryData<string, TestDatabase>();
            foreach (var database in TestDatabases.All)
                foreach (var fault in (string[])["reset", "lost", "broken", "slow down"]) data.Add(fault, database);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Uploaded_described_replaced_deleted_imported_and_in_balance(string fault, TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database, new Dictionary<string, string>
        {
            ["Deletion:UndoWindow"] = "00:00:00",
            ["Deletion:FirstRetry"] = "00:00:00.1000000",
            ["Deletion:SweepEvery"] = "00:00:01",
            ["Uploads:FirstRetry"] = "00:00:00.1000000",
        });
        var product = await portal.App.NewProductAsync();
        var asset = await UploadAsync(portal, fault, product);
        await ReplaceAsync(portal, fault, asset);
        Assert.Equal([asset], await portal.App.OrderAsync(product));
        await DeleteAsync(portal, fault, asset);
        await ImportAsync(portal, fault);

        portal.Cloudinary.Script.Clear();
        await Eventually.HoldsAsync(async () => (await portal.App.Get<WordsLedger>().ReadAsync(default)).Waiting == 0, "nothing owed");
        var report = await portal.App.CheckAsync();
        Assert.All(report.Groups, g => Assert.Equal(0, g.Found));
    }

    private static async Task<long> UploadAsync(CloudinaryPortal portal, string fault, long product)
    {
        Play(portal, fault, "POST /v1_1/demo/image/upload");
        var url = await new TusClient(portal.App.Admin).UploadAsync(Pictures.Png(61), "lamp.png", product);
        var asset = (await portal.App.UntilAsync(url, UploadState.Stored)).AssetId!.Value;
        var stored = Assert.Single(portal.Cloudinary.Account.Pictures.Values);
        Play(portal, fault, "POST /v1_1/demo/image/context");
        (await portal.App.Admin.PatchAsJsonAsync($"/api/assets/{asset}", new { altEn = "A lamp" })).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(() => Task.FromResult(portal.Cloudinary.Account.Pictures[("upload", stored.PublicId)].Context.GetValueOrDefault("alt") == "A lamp"), "the alt text there");
        return asset;
    }

    private static async Task ReplaceAsync(CloudinaryPortal portal, string fault, long asset)
    {
        var (there, before) = (portal.Cloudinary.Account.Pictures, await portal.KeptAsync(asset));
        Play(portal, fault, "POST /v1_1/demo/image/upload");
        Play(portal, fault, "POST /v1_1/demo/image/destroy");
        var (tus, bytes) = (new TusClient(portal.App.Admin), Pictures.Png(77));
        var replacing = await tus.CreateAsync(bytes.Length, ("filename", "new.png"), ("replaces", $"{asset}"));
        using var patch = await tus.PatchAsync(replacing, bytes, 0);
        await portal.App.UntilAsync(replacing, UploadState.Stored);
        bool IsReplaced() => there.Values.ToList() is [var only] && only.PublicId != before.PublicId && only.Context.GetValueOrDefault("alt") == "A lamp";
        await Eventually.HoldsAsync(() => Task.FromResult(IsReplaced()), "the new file alone, with its words");
    }

    private static async Task DeleteAsync(CloudinaryPortal portal, string fault, long asset)
    {
        Play(portal, fault, "POST /v1_1/demo/image/destroy");
        await portal.App.Get<Trash>().PutAsync(new DeletionTarget.Assets([asset]), Ann, default);
        var gone = await Eventually.GetAsync(async () => (await portal.App.Get<DeletionList>().FindAsync(new DeletionQuery(), default)).Items,
            all => all.All(d => d.State is DeletionState.Deleted or DeletionState.AlreadyGone), "both files gone");
        Assert.Equal((2, 0), (gone.Count, portal.Cloudinary.Account.Pictures.Count));
        Assert.All(gone, d => Assert.Equal(d.State == DeletionState.Deleted ? "ok" : "not found", d.Answer));
    }

    private static async Task ImportAsync(CloudinaryPortal portal, string fault)
    {
        portal.Keep("theirs/one");
        Play(portal, fault, "GET /v1_1/demo/resources");
        await portal.App.Get<AccountImports>().LookAsync("theirs/", "", "", Ann, default);
        var looked = await UntilAsync(portal, AccountImportState.Looked);
        await portal.App.Get<AccountImports>().StartAsync(looked.Id, Ann, default);
        Assert.Equal(1, (await UntilAsync(portal, AccountImportState.Done)).Done!.New);
    }

    private static void Play(CloudinaryPortal portal, string fault, string on) => portal.Cloudinary.Script.Play(fault switch
    {
        "reset" => CloudinaryFault.Reset,
        "lost" => CloudinaryFault.Reset with { AfterEffect = true },
        "broken" => CloudinaryFault.Answer(503, "Service Unavailable"),
        _ => new CloudinaryFault { Status = 429, Body = """{"error":{"message":"Too many requests"}}""", Headers = SlowDown() },
    }, times: 2, on: on);

    /// <summary>The Upload API asks for a wait; of the Admin API the hour's calls are spent, and the hour is nearly over.</summary>
    private static Dictionary<string, string> SlowDown() => new()
    {
        ["Retry-After"] = "1",
        ["X-FeatureRateLimit-Limit"] = "500",
        ["X-FeatureRateLimit-Remaining"] = "0",
        ["X-FeatureRateLimit-Reset"] = DateTimeOffset.UtcNow.AddSeconds(3).ToString("r"),
    };

    private static async Task<AccountImport> UntilAsync(CloudinaryPortal portal, AccountImportState state) =>
        (await Eventually.GetAsync(() => portal.App.Get<AccountImports>().LatestAsync(Ann, default), i => i!.State == state, $"{state}"))!;
}
