using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Parts;

/// <summary>A part that shows one immutable view and renders again only when that changed: a list of hundreds stays smooth.</summary>
public abstract class ViewPart<T> : ComponentBase
{
    private T? _shown;

    [Parameter, EditorRequired] public required T View { get; set; }

    protected override void OnInitialized() => _shown = View;

    protected override bool ShouldRender()
    {
        if (EqualityComparer<T>.Default.Equals(View, _shown)) return false;
        _shown = View;
        return true;
    }
}
