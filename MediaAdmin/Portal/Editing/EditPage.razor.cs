using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Editing;
using MediaAdmin.Portal.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Radzen;

namespace MediaAdmin.Portal.Editing;

public sealed partial class EditPage
{
    private const int Milliseconds = 6000, MostTries = 5;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    private EditState? _edit;
    private GalleryPicture? _described, _moving;
    private Question _question = null!;
    private FieldFault? _fault;
    private string? _trouble, _said;
    private int _elsewhere;
    private KeptEdit? _kept;
    private bool _loaded, _failed, _busy, _isAsking, _isSaved;
    private long _shownId;

    [Inject] public required Galleries Galleries { get; set; }
    [Inject] public required AssetList List { get; set; }
    [Inject] public required ProductEdits Edits { get; set; }
    [Inject] public required DeletionPreviews Previews { get; set; }
    [Inject] public required NotificationService Notices { get; set; }
    [Inject] public required NavigationManager Navigation { get; set; }
    [Inject] public required ILogger<EditPage> Log { get; set; }
    [Parameter] public long Id { get; set; }

    /// <summary>What is changed and not saved comes back with the page when its circuit was paused or given up.</summary>
    [PersistentState(RestoreBehavior = RestoreBehavior.SkipInitialValue)]
    public KeptEdit? Kept
    {
        get => _edit is { IsChanged: true } edit && !_isSaved ? edit.ToKept() : null;
        set => _kept = value;
    }

    private string Address => FormattableString.Invariant($"/products/{Id}");

    /// <summary>What somebody else did meanwhile, piece by piece.</summary>
    private List<string> News
    {
        get
        {
            var (added, left, isArranged) = _edit!.Meanwhile;
            List<string> news = [];
            if (added > 0) news.Add(EditingWords.Count("Meanwhile_Added", added));
            if (left > 0) news.Add(EditingWords.Count("Meanwhile_Left", left));
            if (isArranged) news.Add(EditingWords["Meanwhile_Arranged"]);
            return news;
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shownId == Id || !RendererInfo.IsInteractive) return;
        (_shownId, _edit, _loaded, _busy, _isSaved) = (Id, null, false, false, false);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            _edit = await Galleries.OpenAsync(Id, Leaving) is { } product ? new(product) : null;
            if (_edit is not null && _kept is { } kept && kept.ProductId == Id)
            {
                var described = kept.Words.Select(w => w.AssetId).ToList();
                _edit.Resume(kept, described.Count == 0 ? [] : await List.FirstAsync(new(AssetIds: described), described.Count, Leaving));
                _elsewhere = await ElsewhereAsync();
            }
            (_loaded, _failed) = (true, false);
        }
        catch (Exception e) when (e is not OperationCanceledException) // the page says so and offers to try again
        {
            _failed = true;
        }
    }

    private async Task ReadAsync()
    {
        if (_edit is not { } edit || _busy) return; // what one's own save is doing would look like somebody else's
        var now = await Galleries.OpenAsync(Id, Leaving);
        if (!_busy) Show(edit, now);
    }

    private async Task ReadWordsAsync()
    {
        if (_edit is { Words.Count: > 0 } edit && !_busy) edit.Read(await List.FirstAsync(new(AssetIds: [.. edit.Words.Select(w => w.Asset.Id)]), edit.Words.Count, Leaving));
    }

    private async Task ToggleAsync(GalleryPicture picture)
    {
        _edit!.Toggle(picture.AssetId);
        _said = EditingWords[_edit.Removed.Contains(picture.AssetId) ? "Said_Removed" : "Said_Kept", picture.FileName];
        Written();
        _elsewhere = await ElsewhereAsync();
    }

    /// <summary>How many other products lose a picture.</summary>
    private async Task<int> ElsewhereAsync()
    {
        var removed = _edit!.Removed.ToList();
        if (removed.Count == 0) return 0;
        var preview = await Previews.AskAsync(new DeletionTarget.Assets(removed), Leaving);
        return Math.Max(0, preview.Products - 1); // this one is always among them
    }

    private void Move((long? Variant, long Asset, int Place) wish)
    {
        _moving = null;
        if (_edit!.Move(wish.Variant, wish.Asset, wish.Place) is not { } place) return; // it left meanwhile
        var (gallery, picture) = (_edit.Galleries.First(g => g.Variant == wish.Variant), _edit.Product.Pictures.First(p => p.AssetId == wish.Asset));
        _said = place == 1 ? ArrangeWords["Moved_Main", picture.FileName] : ArrangeWords["Moved", picture.FileName, place, _edit.StaysIn(gallery)];
        Written();
    }

    private void Written() => (_trouble, _fault) = (null, null);

    private void Discard()
    {
        _edit!.Discard();
        _elsewhere = 0;
        Written();
    }

    private Task ChooseAsync(Action choice)
    {
        choice();
        _isAsking = false;
        if (_edit!.IsChanged) return SaveAsync();
        Navigation.NavigateTo(Address); // all that was left is theirs, and stands already
        return Task.CompletedTask;
    }

    private async Task SaveAsync()
    {
        if (_busy || _edit is not { IsChanged: true, IsGone: false } edit) return;
        Written();
        _busy = true;
        try
        {
            var changes = edit.Sum.Changes;
            EditOutcome outcome = new EditOutcome.Overtaken();
            // What others did elsewhere in the product is no reason to ask: with it in the page the same is tried again.
            for (var tries = 0; outcome is EditOutcome.Overtaken && tries < MostTries; tries++)
            {
                if (tries > 0 || edit.IsOvertaken) await ReadAllAsync(edit);
                if (_isAsking = edit.IsOvertaken) return;
                outcome = await Edits.SaveAsync(edit.ToEdit(), Me, CancellationToken.None);
            }
            Take(outcome, edit, changes);
        }
        catch (Exception e) // the page lives on, with all that was changed
        {
            LogNotSaved(Log, e, Id);
            _trouble = EditingWords["Failed"];
        }
        finally
        {
            _busy = _isSaved;
        }
        if (_isSaved) Navigation.NavigateTo(Address);
    }

    private void Take(EditOutcome outcome, EditState edit, int changes)
    {
        switch (outcome)
        {
            case EditOutcome.Saved:
                Notices.Notify(NotificationSeverity.Success, EditingWords.Count("Saved", changes), duration: Milliseconds);
                _isSaved = true;
                break;
            case EditOutcome.Refused { AssetId: { } asset, Fault.Field: var field } when edit.WordsOf(asset) is { } draft:
                draft.Refuse(field);
                _trouble = EditingWords["Refused_Words", draft.Asset.FileName];
                break;
            case EditOutcome.Refused { Fault: { Field: "name" or "sku" } fault }:
                (_fault, _trouble) = (fault, EditingWords["Refused"]);
                break;
            case EditOutcome.NoSuchProduct:
                edit.Lose();
                break;
            default:
                _trouble = EditingWords["Failed"];
                break;
        }
    }

    private async Task ReadAllAsync(EditState edit)
    {
        Show(edit, await Galleries.OpenAsync(Id, CancellationToken.None));
        if (edit.Words.Count > 0) edit.Read(await List.FirstAsync(new(AssetIds: [.. edit.Words.Select(w => w.Asset.Id)]), edit.Words.Count, CancellationToken.None));
    }

    private static void Show(EditState edit, ProductView? now)
    {
        if (now is null) edit.Lose();
        else edit.Read(now);
    }

    private async Task AskToLeaveAsync(LocationChangingContext leaving)
    {
        if (_isSaved || _edit is not { IsChanged: true } edit) return;
        var goes = await _question.AskAsync(EditingWords["Leave_Title"], EditingWords.Count("Leave_Text", edit.Sum.Changes), EditingWords["Leave_Yes"], EditingWords["Stay"], isFinal: true);
        if (!goes) leaving.PreventNavigation();
    }

    private string? FaultOf(string field) => _fault is { } fault && fault.Field == field ? ProductsWords[$"Fault_{field}_{fault.Kind}"].Value : null;

    [LoggerMessage(LogLevel.Warning, "The edit of product {Product} could not be saved")]
    private static partial void LogNotSaved(ILogger log, Exception e, long product);
}
