namespace MediaAdmin.Imaging.Formats;

/// <summary>Instead of these <paramref name="Length"/> bytes the stored file has <paramref name="Put"/>.</summary>
internal sealed record Edit(long Offset, long Length, byte[] Put)
{
    public static Edit Drop(long offset, long length) => new(offset, length, []);

    public static Edit Insert(long offset, byte[] put) => new(offset, 0, put);

    /// <summary>
    /// The edits in order, neighbours joined, without those that would put what is there already:
    /// a file that has been cleaned once needs nothing the second time.
    /// </summary>
    public static IReadOnlyList<Edit> Needed(IEnumerable<Edit> edits, SourceFile file)
    {
        var joined = new List<Edit>();
        foreach (var edit in edits.OrderBy(e => e.Offset).ThenBy(e => e.Length))
        {
            if (joined is not [.., var last] || last.Offset + last.Length < edit.Offset) joined.Add(edit);
            else if (last.Offset + last.Length == edit.Offset) joined[^1] = last.JoinedWith(edit);
            else throw new PictureRefusedException(Refusal.Damaged, $"Two pieces of metadata share the bytes at {edit.Offset}.");
        }
        return joined.FindAll(e => !e.ChangesNothing(file));
    }

    private Edit JoinedWith(Edit next) => new(Offset, Length + next.Length, [.. Put, .. next.Put]);

    private bool ChangesNothing(SourceFile file)
    {
        if (Length != Put.Length) return false;
        for (var done = 0; done < Put.Length; done += SourceFile.Window)
        {
            var part = Put.AsSpan(done, Math.Min(SourceFile.Window, Put.Length - done));
            if (!file.Has(Offset + done, part)) return false;
        }
        return true;
    }
}
