using System.Globalization;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Portal.Duplicates;

public sealed partial class DuplicatesView
{
    /// <summary>How the address names those that look alike.</summary>
    public const string NearName = "near";

    private const int Size = 20;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1), LongCalm = TimeSpan.FromSeconds(5); // to look for those alike costs more

    private readonly DuplicateCard?[] _cards = new DuplicateCard?[Size];
    private DuplicatePage? _page;
    private Question? _question;
    private bool _failed, _notMerged, _busy, _takeWords = true;
    private int? _goTo;
    private (long One, long Other)? _apart;
    private (int, bool) _loaded;

    [Inject] public required DuplicateList List { get; set; }
    [Inject] public required LookalikeList Alike { get; set; }
    [Inject] public required Trash Trash { get; set; }
    [Inject] public required ILogger<DuplicatesView> Log { get; set; }
    [Parameter, EditorRequired] public int Number { get; set; }

    /// <summary>Those that look alike, not those with the same bytes.</summary>
    [Parameter] public bool AreNear { get; set; }

    private static string Address(bool near, int number = 1) => QueryHelpers.AddQueryString("/library/duplicates", new Dictionary<string, string?>
    {
        ["view"] = near ? NearName : null,
        ["page"] = number == 1 ? null : number.ToString(CultureInfo.InvariantCulture),
    });

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == (Number, AreNear)) return;
        (_loaded, _page, _notMerged, _apart) = ((Number, AreNear), null, false, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var wanted = (Number, AreNear);
        try
        {
            var page = await ReadAsync(Number);
            // beyond the end, as after the last group of a page was merged
            if (page.Number > page.Pages) page = await ReadAsync(page.Pages);
            if (wanted == (Number, AreNear)) (_page, _failed) = (page, false);
        }
        catch (Exception e) when (e is not OperationCanceledException) // the page stays and offers to try again
        {
            _failed = true;
        }
    }

    private Task<DuplicatePage> ReadAsync(int number) =>
        AreNear ? Alike.FindAsync(number, Size, Leaving) : List.FindAsync(number, Size, Leaving);

    private Task KeepAsync(DuplicateGroup group, long kept, int index)
    {
        _goTo = index; // the group that comes up there, for those who work by keyboard
        return MergeAsync([new(kept, [.. group.Pictures.Select(p => p.Asset.Id).Where(id => id != kept)])]);
    }

    private Task TellApartAsync(DuplicateGroup group, int index)
    {
        _goTo = index;
        var (one, other) = (group.Pictures[0].Asset.Id, group.Pictures[1].Asset.Id);
        return TryAsync(async () => _apart = await Alike.TellApartAsync(one, other, Me, CancellationToken.None) ? (one, other) : null);
    }

    private async Task MergeAllAsync()
    {
        var groups = await List.AllAsync(Leaving);
        if (groups.Count == 0) return;
        var text = $"{PageWords.Count("All_Go", groups.Sum(g => g.Count - 1))} {PageWords[_takeWords ? "All_Words" : "All_NoWords"]}";
        if (await _question!.AskAsync(PageWords.Count("All_Ask", groups.Count), text, PageWords["All_Yes"], Words["Cancel"])) await MergeAsync([.. groups.Select(g => new Merge(g[0], [.. g.Skip(1)]))]);
    }

    private Task MergeAsync(IReadOnlyList<Merge> merges) => TryAsync(() => Trash.PutAsync(new DeletionTarget.Merged(merges, _takeWords), Me, CancellationToken.None));

    private async Task TryAsync(Func<Task> act)
    {
        (_busy, _notMerged) = (true, false);
        try
        {
            await act();
            await LoadAsync();
        }
        catch (Exception e) when (e is not (OperationCanceledException or AccessDeniedException)) // nothing has happened: the transaction is whole or not at all
        {
            LogNotDone(Log, e);
            _notMerged = true;
        }
        _busy = false;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_goTo is not { } index || _busy) return;
        _goTo = null;
        if (_page is { Groups.Count: > 0 and var count } && !_notMerged && _cards[Math.Min(index, count - 1)] is { } card) await card.FocusAsync();
    }

    [LoggerMessage(LogLevel.Warning, "What was decided about duplicates could not be saved")]
    private static partial void LogNotDone(ILogger log, Exception e);
}
