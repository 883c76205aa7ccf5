using MediaAdmin.Access;
using MediaAdmin.Data;

namespace MediaAdmin.ImportExport;

/// <summary>
/// An import to be done: the catalogue file, the folder of its pictures (null: they are in the library), by whom. <paramref name="Id"/> names the run; the same run begun again goes on
/// after <see cref="Done"/>. Dry, it only says what it would do.
/// </summary>
public sealed record ImportOrder(Guid Id, string Csv, string? Folder, bool IsDry, Actor By)
{
    public ImportReport Done { get; init; } = new();

    /// <summary>Called inside the transaction of each batch with what is done then.</summary>
    public Func<MediaDb, ImportReport, CancellationToken, Task> Note { get; init; } = (_, _, _) => Task.CompletedTask;
}
