using MediaAdmin.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace MediaAdmin.Portal.Parts;

/// <summary>What every page has: who looks at it, and a token that ends when the page is left.</summary>
public abstract class PortalPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    [CascadingParameter] public required Task<AuthenticationState> Authentication { get; set; }

    protected CancellationToken Leaving => _leaving.Token;
    protected Actor Me { get; private set; } = null!;
    protected bool MayEdit => Me.Is(Role.Editor);

    // Nothing is rendered before it is known who looks.
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this); // at once: after an await the view is no longer valid
        Me = (await Authentication).User.Actor();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }
}
