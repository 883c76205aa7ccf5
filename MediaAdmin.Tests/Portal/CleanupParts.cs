using System.Globalization;
using MediaAdmin.Deletion;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Portal;

/// <summary>Parts of trash and clean-up at a noon that stands still, in English unless a test asks for Turkish.</summary>
public abstract class CleanupParts : PortalParts
{
    protected CleanupParts() => Services.AddSingleton<TimeProvider>(new Noon());

    protected static void Speak(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    /// <summary>An entry of the queue as somebody called Ada left it a minute ago.</summary>
    protected static DeletionView Entry(
        DeletionState state = DeletionState.Waiting, DeletionFault? fault = null, bool tried = false, string error = "", string reason = "", int attempts = 0, DeletionOrigin origin = DeletionOrigin.Trash, long id = 5) => new(
        id, Guid.Empty, origin, 70, "front.jpg", 82_000, null, "local", "LUM/1", "LUM", 7, "LAMP-1", "user:1", "Ada", Some.Noon.AddMinutes(-1), Some.Noon.AddSeconds(24), Some.Noon.AddSeconds(24),
        state, attempts, fault, error, tried ? Some.Noon.AddSeconds(-10) : null, Ended(state), Ended(state), state is DeletionState.Undone or DeletionState.GivenUp ? Some.Noon : Ended(state), reason);

    private static DateTimeOffset? Ended(DeletionState state) => state is DeletionState.Deleted or DeletionState.AlreadyGone ? Some.Noon.AddSeconds(-5) : null;

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Some.Noon;
    }
}
