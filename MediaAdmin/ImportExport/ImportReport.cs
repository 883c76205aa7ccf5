namespace MediaAdmin.ImportExport;

/// <summary>
/// What an import did, or would do when it was dry: lines and products of the file, clients, products, variants and pictures made or changed, and every fault up to <see cref="MostFaults"/>.
/// A product with a fault in any of its lines is left out: it stays as it was. <paramref name="After"/> is the last product that is done.
/// </summary>
public sealed record ImportReport(
    int Lines = 0, int Products = 0, long After = 0, int Clients = 0, int Made = 0, int Changed = 0, int Unchanged = 0, int LeftOut = 0, int Variants = 0,
    int Stored = 0, int Placed = 0, int Moved = 0, int Described = 0, int FaultCount = 0)
{
    /// <summary>How many faults, and how many products, are told one by one.</summary>
    public const int MostFaults = 1000, MostTold = 100;

    public IReadOnlyList<ImportFault> Faults { get; init; } = [];

    /// <summary>The first products that are made or changed.</summary>
    public IReadOnlyList<ImportedProduct> Told { get; init; } = [];

    /// <summary>Everything is as the file says already.</summary>
    public bool ChangesNothing => this is { Clients: 0, Made: 0, Changed: 0 };

    /// <param name="clients">Of the plan's new clients and pictures, those that no earlier batch has counted.</param>
    internal ImportReport With(ImportPlan plan, int clients, int stored, int leftOut, long after) => this with
    {
        After = after,
        Clients = Clients + clients,
        Made = Made + plan.Products.Count(p => p.IsNew),
        Changed = Changed + plan.Products.Count(p => !p.IsNew && !p.IsUnchanged),
        Unchanged = Unchanged + plan.Products.Count(p => p.IsUnchanged),
        LeftOut = LeftOut + leftOut,
        Variants = Variants + plan.NewVariants.Count,
        Stored = Stored + stored,
        Placed = Placed + plan.NewPlacements.Count,
        Moved = Moved + plan.Products.Sum(p => p.Moved),
        Described = Described + plan.Described.Count,
        Told = Told.Count == MostTold ? Told : [.. Told, .. plan.Products.Where(p => !p.IsUnchanged).Take(MostTold - Told.Count)],
    };
}

/// <summary>What an import is at: reading the file, then one product after the other.</summary>
public enum ImportStage { Reading, Working }

/// <summary>How far it is: lines of all lines; of a file that is being read all is 0.</summary>
public sealed record ImportProgress(ImportStage Stage, int Done, int All, int Faults);
