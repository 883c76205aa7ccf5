using MediaAdmin.Access;
using MediaAdmin.Notices;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Notices;

/// <summary>Who is told what: one notice per event, for whom it concerns, read by each for themselves.</summary>
public sealed class NoticeBoardTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private static int _people = 7000;

    private readonly Actor _ann = Person(Role.Admin), _bob = Person(Role.Admin), _eve = Person(Role.Editor);

    private sealed record Rain(int Drops);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_told_to_one_person_no_other_sees(TestDatabase database)
    {
        var board = Board(database);
        await board.TellAsync(_eve.Id, "roof", new Rain(3), default);
        Assert.Equal([new Rain(3)], (await board.ListAsync(_eve, default)).Select(n => n.As<Rain>()));
        Assert.DoesNotContain(await board.ListAsync(_ann, default), n => n.As<Rain>() == new Rain(3));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_concerns_all_admins_each_of_them_reads_for_themselves(TestDatabase database)
    {
        var board = Board(database);
        await board.TellAsync(Notice.Admins, "garden", new Rain(5), default);
        var notice = Assert.Single(await board.ListAsync(_ann, default), n => n.As<Rain>() == new Rain(5));
        await board.ReadAsync([notice.Id], _ann, default);
        await board.ReadAsync([notice.Id], _ann, default); // in a second tab
        await board.ReadAsync([notice.Id], _eve, default); // whom it does not concern
        Assert.True(Assert.Single(await board.ListAsync(_ann, default), n => n.Id == notice.Id).IsRead);
        Assert.False(Assert.Single(await board.ListAsync(_bob, default), n => n.Id == notice.Id).IsRead);
        Assert.DoesNotContain(await board.ListAsync(_eve, default), n => n.Id == notice.Id);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_same_event_again_renews_its_notice_which_is_unread_again(TestDatabase database)
    {
        var board = Board(database);
        await board.TellAsync(_eve.Id, "cellar", new Rain(1), default);
        await board.ReadAsync([Assert.Single(await board.ListAsync(_eve, default)).Id], _eve, default);
        await Task.WhenAll(Enumerable.Range(2, 4).Select(drops => board.TellAsync(_eve.Id, "cellar", new Rain(drops), default)));
        Assert.False(Assert.Single(await board.ListAsync(_eve, default)).IsRead);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_a_month_old_goes_with_the_next_notice(TestDatabase database)
    {
        var board = Board(database);
        await board.TellAsync(_eve.Id, "old", new Rain(1), default);
        var old = DateTimeOffset.UtcNow - NoticeBoard.Kept - TimeSpan.FromMinutes(1);
        await using var db = await apps.On(database).DbAsync();
        await db.Set<Notice>().Where(n => n.Audience == _eve.Id).ExecuteUpdateAsync(n => n.SetProperty(x => x.At, old));
        await board.TellAsync(_eve.Id, "new", new Rain(2), default);
        Assert.Equal([new Rain(2)], (await board.ListAsync(_eve, default)).Select(n => n.As<Rain>()));
    }

    private NoticeBoard Board(TestDatabase database) => apps.On(database).Get<NoticeBoard>();

    private static Actor Person(Role role) => Actor.User(Interlocked.Increment(ref _people), "Somebody", role);
}
