using System.Globalization;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;

namespace MediaAdmin.ImportExport.Account;

/// <summary>A page of an account: the pictures, what of the lines behind it is no picture, and where the next page begins; null: it was the last.</summary>
sealed record AccountPage(IReadOnlyList<CloudinaryAsset> Pictures, IReadOnlyList<AccountPicture> Others, string? Next);

/// <summary>Reads an account of Cloudinary page by page. One call of the Admin API for each page, of which some are left to people (<c>Cloudinary:AdminReserve</c>).</summary>
public sealed class AccountReader(CloudinaryClient? client = null, CloudinaryOptions? account = null)
{
    /// <summary>Where there is an account to read.</summary>
    public bool IsThere => client is not null;

    /// <exception cref="StorageException">Also when the store does not know the cursor any more: then it is refused.</exception>
    internal async Task<AccountPage> ReadAsync(AccountImport import, CancellationToken ct)
    {
        if (client is null || account is null) throw new StorageException("The portal is not connected with Cloudinary any more.", StorageFault.Refused);
        if (import.Addresses.Count > 0) return await NamedAsync(import, client, account, ct);
        var page = await client.Admin.ListAsync(new(Prefix: import.Folder.Length > 0 ? import.Folder : null, Described: true), import.Cursor, ct);
        return new(page.Resources, [], page.NextCursor);
    }

    private static async Task<AccountPage> NamedAsync(AccountImport import, CloudinaryClient client, CloudinaryOptions account, CancellationToken ct)
    {
        var from = int.Parse(import.Cursor ?? "0", CultureInfo.InvariantCulture);
        var lines = import.Addresses.Skip(from).Take(CloudinaryAdminApi.NamedPerCall).ToList();
        var read = lines.ConvertAll(l => (Line: l, Asset: DeliveredAsset.Read(l, account.CloudName)));
        bool IsOurs(DeliveredAsset? asset) => asset is { ResourceType: "image" } && string.Equals(asset.Type, account.DeliveryType.ToString(), StringComparison.OrdinalIgnoreCase) && PublicId.IsSound(asset.PublicId);
        var ids = read.Where(r => IsOurs(r.Asset)).Select(r => r.Asset!.PublicId).Distinct().ToList();
        var found = ids.Count == 0 ? [] : await client.Admin.NamedAsync(ids, ct);
        var others = read.Where(r => !IsOurs(r.Asset)).Select(r => new AccountPicture(r.Line, AccountVerdict.NoAddress))
            .Concat(ids.Except(found.Select(f => f.PublicId)).Select(id => new AccountPicture(id, AccountVerdict.Missing)));
        var next = from + lines.Count;
        return new(found, [.. others], next < import.Addresses.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }
}
