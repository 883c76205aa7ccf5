using MediaAdmin.Editing;

namespace MediaAdmin.Portal.Editing;

/// <summary>A text of the product while it is changed.</summary>
public sealed class TextDraft(string seen)
{
    /// <summary>What it is in the database, as far as one has agreed to it.</summary>
    public string Seen { get; private set; } = seen;

    /// <summary>What the field says.</summary>
    public string Now { get; set; } = seen;

    /// <summary>What somebody else made of it while it was being changed here; null when nobody did.</summary>
    public string? Theirs { get; private set; }

    public bool IsChanged => Now.Trim() != Seen;

    public KeptText Kept => new(Seen, Now);

    public TextEdit? Edit => IsChanged ? new(Seen, Now) : null;

    /// <summary>Goes on with a change that was kept, on top of what the database says now.</summary>
    public void Resume(KeptText kept)
    {
        var theirs = Seen;
        (Seen, Now) = (kept.Seen, kept.Now);
        Read(theirs);
    }

    public void Read(string theirs)
    {
        if (!IsChanged || Now.Trim() == theirs) (Seen, Now, Theirs) = (theirs, theirs, null);
        else Theirs = theirs == Seen ? null : theirs;
    }

    /// <summary>Both changed it, so that somebody must choose.</summary>
    public bool IsOvertaken => IsChanged && Theirs is not null;

    public void KeepMine() => (Seen, Theirs) = (Theirs ?? Seen, null);

    /// <summary>It is as it stands in the database.</summary>
    public void TakeTheirs() => (Seen, Now, Theirs) = (Theirs ?? Seen, Theirs ?? Seen, null);
}
