using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Data;

public sealed class SqliteCheckpointsTests
{
    [Fact]
    public async Task A_large_commit_does_not_wait_until_its_pages_are_in_the_file_but_a_second_later_they_are()
    {
        var clock = new StoppedClock();
        await using var app = new MediaApp(services: s => s.AddSingleton<TimeProvider>(clock));
        var file = new FileInfo(Path.Combine(app.Data, "media.db"));
        var before = Length();

        await using var db = await app.DbAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE Large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT i, randomblob(4000) FROM n");
        await transaction.CommitAsync();
        Assert.Equal(before, Length());

        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(Length() > before + 2000 * 4000);
        }, "the pages are in the file");

        long Length()
        {
            file.Refresh();
            return file.Length;
        }
    }
}
