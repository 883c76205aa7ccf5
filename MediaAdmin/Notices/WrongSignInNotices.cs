using MediaAdmin.Access;

namespace MediaAdmin.Notices;

/// <summary>Tells the owner of an account of wrong passwords tried on it: one notice, which is renewed.</summary>
sealed class WrongSignInNotices(NoticeBoard board) : IWrongSignInNotice
{
    public Task TellAsync(WrongSignIns wrong, CancellationToken ct) =>
        board.TellAsync(Actor.User(wrong.UserId, "", Role.Viewer).Id, "sign-in", wrong, ct);
}
