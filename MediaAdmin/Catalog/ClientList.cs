using MediaAdmin.Access;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>Unfit: it cannot be so (empty, too long, wrong letters). Taken: something else has it. Unknown: there is nothing of this name.</summary>
public enum FieldFaultKind { Unfit, Taken, Unknown }

/// <summary>What was wrong with one field of a request, and the cure.</summary>
public sealed record FieldFault(string Field, string Sentence, FieldFaultKind Kind = FieldFaultKind.Unfit);

public sealed record ClientRow(long Id, string Code, string Name, int Products);

/// <summary>The clients, and how a new one comes.</summary>
public sealed class ClientList(IDbContextFactory<MediaDb> dbs, TimeProvider clock)
{
    public async Task<IReadOnlyList<ClientRow>> AllAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var products = db.Set<Product>();
        return await db.Set<Client>().OrderBy(c => c.Code).Select(c => new ClientRow(c.Id, c.Code, c.Name, products.Count(p => p.ClientId == c.Id))).ToListAsync(ct);
    }

    public async Task<(ClientRow? Client, FieldFault? Fault)> AddAsync(string code, string name, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        (code, name) = (code.Trim(), name.Trim());
        if (Check(code, name) is { } fault) return (null, fault);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync("clients", ct);
        if (await db.Set<Client>().AnyAsync(c => c.Code == code, ct)) return (null, Taken(code));
        var client = Client.Create(code, name, clock.GetUtcNow());
        db.Add(client);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (new(client.Id, client.Code, client.Name, 0), null);
    }

    internal static FieldFault? Check(string code, string name)
    {
        if (!Client.IsCode(code)) return new("code", $"A code has 1 to {Client.MaxCode} ASCII letters, digits, dashes or underscores, such as TEST123.");
        return name.Length is 0 or > Client.MaxName || name.Contains('\0') ? new("name", $"A name has 1 to {Client.MaxName} characters.") : null;
    }

    internal static FieldFault Taken(string code) => new("code", $"There is a client {code} already.", FieldFaultKind.Taken);
}
