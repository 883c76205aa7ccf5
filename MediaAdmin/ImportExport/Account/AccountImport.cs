namespace MediaAdmin.ImportExport.Account;

/// <summary>
/// Looking: the account is read, nothing is changed. Looked: what would be done is known, and a person decides. Importing: it is being done. Done. Stopped: a person stopped it. Failed: the store refused
/// to go on. What was imported until then stays, and the last two can go on.
/// </summary>
public enum AccountImportState { Looking, Looked, Importing, Done, Stopped, Failed }

/// <summary>
/// What becomes of a picture of the account. Placed: it comes into the library and onto a product. Loose: into the library only, because nothing tells its product. Known: it is there already, is just
/// arriving, or is on its way out. Unfit: it is no kind of picture that the portal manages. Missing: the account does not have it. NoAddress: a line that is no address of this account's pictures.
/// </summary>
public enum AccountVerdict { Placed, Loose, Known, Unfit, Missing, NoAddress }

/// <summary>A picture of the account, what becomes of it, and the SKU of the product on which it comes.</summary>
public sealed record AccountPicture(string Name, AccountVerdict Verdict, string Sku = "");

/// <summary>How many pictures of each verdict there were so far, and the first of them.</summary>
public sealed record AccountFigures(int Placed = 0, int Loose = 0, int Known = 0, int Unfit = 0, int Missing = 0, int NoAddress = 0)
{
    public const int MostTold = 200;

    public IReadOnlyList<AccountPicture> Told { get; init; } = [];

    public int All => New + Known + Unfit + Missing + NoAddress;

    public int New => Placed + Loose;

    internal AccountFigures With(IReadOnlyCollection<AccountPicture> more)
    {
        int Count(AccountVerdict verdict) => more.Count(p => p.Verdict == verdict);
        return new(Placed + Count(AccountVerdict.Placed), Loose + Count(AccountVerdict.Loose), Known + Count(AccountVerdict.Known), Unfit + Count(AccountVerdict.Unfit),
            Missing + Count(AccountVerdict.Missing), NoAddress + Count(AccountVerdict.NoAddress))
        {
            Told = [.. Told, .. more.Take(MostTold - Told.Count)],
        };
    }
}

/// <summary>
/// One import of pictures that an account of a store holds already: all under a beginning of their names, or those of pasted addresses. Nothing is sent to the store: rows are made for what is there.
/// The row is the truth and its job is how it moves; how far it is stands here after each page, in that page's transaction.
/// </summary>
public sealed class AccountImport
{
    public const int MaxFolder = 255, MostAddresses = 20_000;

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public string Actor { get; private init; } = "";
    public string ActorName { get; private init; } = "";

    /// <summary>With what the names of the pictures begin; empty for all of the account. Not used when there are addresses.</summary>
    public string Folder { get; private init; } = "";
    public IReadOnlyList<string> Addresses { get; private init; } = [];

    /// <summary>The code of the client to whom pictures go whose product and client nothing tells; empty: they belong to nobody.</summary>
    public string Client { get; private init; } = "";
    public AccountImportState State { get; private set; }

    /// <summary>Where the next page begins: the store's own word, or a number of a line. Null at the beginning.</summary>
    public string? Cursor { get; private set; }

    /// <summary>What would be done; what is done so far, null until it was started.</summary>
    public AccountFigures Plan { get; private set; } = new();
    public AccountFigures? Done { get; private set; }

    /// <summary>Why it failed, or why it waits and until when: the store's own words.</summary>
    public string Reason { get; private set; } = "";
    public DateTimeOffset? WaitsUntil { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static AccountImport Of(string actor, string actorName, string folder, IReadOnlyList<string> addresses, string client, DateTimeOffset now) =>
        new() { Actor = actor, ActorName = actorName, Folder = folder, Addresses = addresses, Client = client, CreatedAt = now };

    public bool IsMoving => State is AccountImportState.Looking or AccountImportState.Importing;

    public bool CanStart => State is AccountImportState.Looked or AccountImportState.Stopped or AccountImportState.Failed;

    public bool IsDry => Done is null;

    /// <summary>What is known so far of what it is at.</summary>
    public AccountFigures Now => Done ?? Plan;

    /// <summary>Does what was looked at, or goes on.</summary>
    public void Start()
    {
        if (State == AccountImportState.Looked) (Done, Cursor) = (new(), null);
        (State, Reason, WaitsUntil, EndedAt) = (IsDry ? AccountImportState.Looking : AccountImportState.Importing, "", null, null);
    }

    /// <summary>One page is done.</summary>
    public void Turn(IReadOnlyCollection<AccountPicture> page, string? next)
    {
        if (IsDry) Plan = Plan.With(page);
        else Done = Done!.With(page);
        (Cursor, Reason, WaitsUntil) = (next, "", null);
    }

    /// <summary>The store forgot where it was: from the beginning again. What was imported is known then. How often that was, so that it ends some day.</summary>
    public int Restarts { get; private set; }

    public void BeginAgain()
    {
        if (IsDry) Plan = new();
        (Cursor, Restarts) = (null, Restarts + 1);
    }

    public void Finish(DateTimeOffset now) => (State, EndedAt) = (IsDry ? AccountImportState.Looked : AccountImportState.Done, now);

    public void Wait(string reason, DateTimeOffset until) => (Reason, WaitsUntil) = (reason, until);

    public void Stop(DateTimeOffset now) => (State, WaitsUntil, EndedAt) = (AccountImportState.Stopped, null, now);

    public void Fail(string reason, DateTimeOffset now) => (State, Reason, WaitsUntil, EndedAt) = (AccountImportState.Failed, reason, null, now);
}
