using System.Collections.Concurrent;

namespace MediaAdmin.Access;

/// <summary>Wrong passwords that were tried on a user's account since the last right one, and the address of the latest.</summary>
public sealed record WrongSignIns(long UserId, int Count, string Address);

/// <summary>Brings it to the user's notice.</summary>
public interface IWrongSignInNotice
{
    Task TellAsync(WrongSignIns wrong, CancellationToken ct);
}

/// <summary>
/// Has the owner of an account told of wrong passwords: of five, and again whenever they have doubled, so that a guesser cannot fill the
/// list of notices.
/// </summary>
public sealed partial class WrongSignInAlarm(IEnumerable<IWrongSignInNotice> notices, ILogger<WrongSignInAlarm> log)
{
    public const int First = 5;

    private readonly ConcurrentDictionary<long, int> _told = new();

    public async Task NoteAsync(WrongSignIns wrong, CancellationToken ct)
    {
        if (wrong.Count < First || wrong.Count < 2 * _told.GetValueOrDefault(wrong.UserId)) return;
        _told[wrong.UserId] = wrong.Count;
        try
        {
            foreach (var notice in notices) await notice.TellAsync(wrong, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException) // the answer to a sign-in must not tell that this account exists
        {
            LogNotTold(e, wrong.UserId);
        }
    }

    public void Reset(long userId) => _told.TryRemove(userId, out _);

    [LoggerMessage(LogLevel.Error, "User {UserId} could not be told of wrong passwords")]
    private partial void LogNotTold(Exception exception, long userId);
}
