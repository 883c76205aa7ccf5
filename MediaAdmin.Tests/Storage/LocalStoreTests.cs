using MediaAdmin.Storage;
using MediaAdmin.Storage.Local;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Storage;

public sealed class LocalStoreTests : MediaStoreContract, IDisposable
{
    private readonly string _root = Path.Combine(Directory.CreateTempSubdirectory("mediaadmin-test-").FullName, "store");
    private readonly LocalStore _store;

    public LocalStoreTests() => _store = new(_root);

    /// <summary>With its folder, as a portal that has started has it.</summary>
    protected override IMediaStore Store
    {
        get
        {
            Directory.CreateDirectory(_root);
            return _store;
        }
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/./b")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("a\\..\\b")]
    [InlineData("C:\\x")]
    [InlineData("a%2f..%2fb")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\0b")]
    public async Task A_key_that_could_leave_the_folder_is_refused_and_keeps_no_other_from_being_deleted(string key)
    {
        var put = await Assert.ThrowsAsync<StorageException>(() => _store.PutAsync(Outgoing(key, Pictures.Png(1)), new Progress<long>(), default));
        Assert.False(put.IsTransient);
        Assert.False(Directory.Exists(_root));

        await _store.PutAsync(Outgoing("good", Pictures.Png(1)), new Progress<long>(), default);
        var outcomes = await _store.DeleteAsync([key, "good"], default);
        Assert.Equal((DeleteResult.Failed, DeleteResult.Deleted), (outcomes[key].Result, outcomes["good"].Result));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_has_deleted_nothing()
    {
        var e = await Assert.ThrowsAsync<StorageException>(() => _store.DeleteAsync(["a/b"], default));
        Assert.Equal(StorageFault.Unavailable, e.Fault);
    }

    [Fact]
    public async Task A_type_it_does_not_know_is_refused_for_good() =>
        Assert.False((await Assert.ThrowsAsync<StorageException>(() => _store.PutAsync(Outgoing("a", [1], "text/html"), new Progress<long>(), default))).IsTransient);

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again()
    {
        await File.WriteAllTextAsync(_root, "a file where the folder should be");
        Assert.True((await Assert.ThrowsAsync<StorageException>(() => _store.PutAsync(Outgoing("a/b", Pictures.Png(1)), new Progress<long>(), default))).IsTransient);
    }

    [Fact]
    public async Task A_put_that_is_broken_off_leaves_nothing_half()
    {
        var missing = Outgoing("a/b", Pictures.Png(1)) with { Original = new(Path.Combine(Outbox, "missing"), 1, "image/png") };
        await Assert.ThrowsAsync<StorageException>(() => _store.PutAsync(missing, new Progress<long>(), default));
        Assert.DoesNotContain(Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories), f => f.EndsWith(".tmp") || f.Contains("original"));
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_not_followed()
    {
        var stored = await _store.PutAsync(Outgoing("a/b", Pictures.Png(1)), new Progress<long>(), default);
        var secret = Directory.CreateDirectory(Path.Combine(Outbox, "secret")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secret, "original.png"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(_root, "a", "link"), secret);
        File.CreateSymbolicLink(Path.Combine(_root, "a", "b", stored.Version, "linked.png"), Path.Combine(secret, "original.png"));
        Assert.Null(_store.Find("a/link/original.png"));
        Assert.Null(_store.Find($"a/b/{stored.Version}/linked.png"));
        Assert.NotNull(_store.Find($"a/b/{stored.Version}/original.png"));
    }

    [Fact]
    public async Task The_stored_file_is_not_the_staged_one_once_that_is_removed()
    {
        var picture = Outgoing("a/b", Pictures.Png(12));
        var stored = await _store.PutAsync(picture, new Progress<long>(), default);
        File.Delete(picture.Original.Path);
        await using var stream = await _store.OpenAsync(stored, default);
        Assert.Equal(picture.Original.Bytes, stream!.Length);
    }

    [Theory]
    [InlineData("c")]
    [InlineData("c/p")]
    [InlineData(".")]
    public async Task A_file_that_somebody_else_left_in_a_folder_neither_hides_the_pictures_in_it_nor_makes_it_a_picture(string folder)
    {
        await _store.PutAsync(Outgoing("c/p/one", Pictures.Png(1)), new Progress<long>(), default);
        await _store.PutAsync(Outgoing("c/p/two", Pictures.Png(2)), new Progress<long>(), default);
        await File.WriteAllTextAsync(Path.Combine(_root, folder, ".DS_Store"), "a file manager was here");
        Assert.Equal(["c/p/one", "c/p/two"], (await ListAsync()).Select(o => o.Key).Order());
    }

    [Fact]
    public async Task Deleting_a_key_leaves_pictures_alone_whose_keys_go_on_from_it()
    {
        await _store.PutAsync(Outgoing("c", Pictures.Png(1)), new Progress<long>(), default);
        var longer = await _store.PutAsync(Outgoing("c/p/one", Pictures.Png(2)), new Progress<long>(), default);
        Assert.Equal(["c", "c/p/one"], (await ListAsync()).Select(o => o.Key).Order());
        Assert.Equal([DeleteResult.Deleted, DeleteResult.AlreadyGone], [await _store.DeleteAsync("c", default), await _store.DeleteAsync("c/p", default)]);
        Assert.True(await _store.IsServedAsync(longer, default));
        Assert.Equal("c/p/one", Assert.Single(await ListAsync()).Key);
    }

    [Fact]
    public async Task Pictures_that_are_deleted_while_the_list_is_read_do_not_break_it()
    {
        for (var i = 0; i < 40; i++) await _store.PutAsync(Outgoing($"c/p/{i}", Pictures.Png(1)), new Progress<long>(), default);
        var seen = 0;
        await foreach (var _ in _store.ListAsync(default))
            if (++seen == 1) await _store.DeleteAsync([.. Enumerable.Range(0, 40).Select(i => $"c/p/{i}")], default);
        Assert.InRange(seen, 1, 40);
    }

    [Fact]
    public async Task A_folder_that_is_taken_away_while_the_list_is_read_is_a_fault_and_no_short_list()
    {
        for (var i = 0; i < 3; i++) await _store.PutAsync(Outgoing($"c/p/{i}", Pictures.Png(1)), new Progress<long>(), default);
        await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await foreach (var _ in _store.ListAsync(default))
                if (Directory.Exists(_root)) Directory.Move(_root, _root + "-away");
        });
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_proof_that_a_picture_is_lost() =>
        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => _store.OpenAsync(new(_store.Name, "a/b", "0123456789abcdef.png"), default))).Fault);

    private async Task<List<StoredObject>> ListAsync()
    {
        var listed = new List<StoredObject>();
        await foreach (var found in _store.ListAsync(default)) listed.Add(found);
        return listed;
    }

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);
        Directory.Delete(Outbox, recursive: true);
    }
}
