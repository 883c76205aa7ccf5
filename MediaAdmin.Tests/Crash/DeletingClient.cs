using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Crash;

/// <summary>
/// Deletes and undoes pictures of one product without rest and remembers what it was told of each. What it was not told, because the answer was lost or
/// named no pictures, it asks for; and whatever it asks, nothing that was told before may have become otherwise.
/// </summary>
public sealed class DeletingClient(HttpClient http, long product, IReadOnlyList<long> pictures, Random random)
{
    private static readonly TimeSpan BetweenDeeds = TimeSpan.FromMilliseconds(15), BeforeTryingAgain = TimeSpan.FromMilliseconds(40);

    private readonly HashSet<long> _live = [.. pictures];
    private readonly List<(Guid Operation, long[] Pictures)> _acts = [];

    /// <summary>What this client knows to be in the gallery, in its order.</summary>
    public IEnumerable<long> Live => pictures.Where(_live.Contains);

    public IEnumerable<long> Deleted => pictures.Where(p => !_live.Contains(p));

    public int Deletions { get; private set; }
    public int Undone { get; private set; }
    public int TooLate { get; private set; }
    public int LostAnswers { get; private set; }

    /// <summary>Calls that were answered.</summary>
    public int Deeds { get; private set; }

    /// <summary>Until it is told to stop and knows of every picture.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var dice = random.Next(10);
            if (dice < 3 || _acts.Count == 0) await DeleteAsync([.. Live.OrderBy(_ => random.Next()).Take(random.Next(1, 31))]);
            else if (dice < 7) await UndoAsync(_acts[random.Next(Math.Max(0, _acts.Count - 12), _acts.Count)]);
            else await UndoAsync(_acts[^random.Next(1, Math.Min(12, _acts.Count) + 1)].Pictures[0]);
            Deeds++;
            await Task.Delay(BetweenDeeds, CancellationToken.None); // not a wait for something: the pace of a busy program
        }
        await AskAsync([]);
    }

    private async Task DeleteAsync(long[] ids)
    {
        if (ids.Length == 0) return;
        using var answer = await TryAsync(() => http.PostAsJsonAsync("/api/assets/deletions", new { assetIds = ids }));
        if (answer is null)
        {
            await AfterLostAnswerAsync(ids);
            return;
        }
        var deleted = (await answer.Content.ReadFromJsonAsync<DeletionAnswer>(MediaApp.Json))!;
        Assert.Equal((ids.Length, 0), (deleted.Removed, deleted.Items.Count(i => i.Error is not null)));
        _live.ExceptWith(ids);
        _acts.Add((deleted.Operation, ids));
        Deletions += ids.Length;
    }

    private async Task UndoAsync((Guid Operation, long[] Pictures) act)
    {
        using var answer = await TryAsync(() => http.DeleteAsync($"/api/deletions/{act.Operation}"));
        var undone = answer?.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<Restored>(MediaApp.Json) : null;
        if (answer is null) await AfterLostAnswerAsync(act.Pictures);
        else if (undone is not null) await AskAsync(act.Pictures, back: undone.Back);
        else Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Conflict, HttpStatusCode.NotFound]);
        TooLate += answer?.StatusCode == HttpStatusCode.Conflict ? 1 : 0;
        Undone += undone?.Back ?? 0;
        _acts.Remove(act);
    }

    private async Task UndoAsync(long picture)
    {
        using var answer = await TryAsync(() => http.DeleteAsync($"/api/assets/{picture}/deletion"));
        if (answer is null) await AfterLostAnswerAsync([picture]);
        else if (answer.StatusCode == HttpStatusCode.OK) Assert.True(_live.Add(picture), "brought back what was not in the trash");
        else Assert.Equal(_live.Contains(picture) ? HttpStatusCode.NotFound : HttpStatusCode.Conflict, answer.StatusCode);
        TooLate += answer?.StatusCode == HttpStatusCode.Conflict ? 1 : 0;
        Undone += answer?.StatusCode == HttpStatusCode.OK ? 1 : 0;
    }

    private Task AfterLostAnswerAsync(long[] doubt)
    {
        LostAnswers++;
        return AskAsync(doubt);
    }

    /// <summary>Looks the gallery up. Only of the pictures in doubt may it say anything else than what was told, and if it was told how many came back, so many did.</summary>
    private async Task AskAsync(long[] doubt, int? back = null)
    {
        var now = await GalleryAsync();
        Assert.Equal(Live.Except(doubt), now.Except(doubt));
        Assert.Equal(pictures.Where(now.Contains), now);
        if (back is not null) Assert.Equal(back, now.Except(_live).Count());
        _live.Clear();
        _live.UnionWith(now);
    }

    private async Task<List<long>> GalleryAsync()
    {
        while (true)
        {
            using var answer = await TryAsync(() => http.GetAsync($"/api/products/{product}/gallery"));
            if (answer?.StatusCode == HttpStatusCode.OK) return [.. (await answer.Content.ReadFromJsonAsync<Page<GalleryPicture>>(MediaApp.Json))!.Items.Select(p => p.AssetId)];
            await Task.Delay(BeforeTryingAgain); // the server is down; how long is what the campaign decides
        }
    }

    /// <summary>Null when no answer came: nobody knows whether it was done.</summary>
    private static async Task<HttpResponseMessage?> TryAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
