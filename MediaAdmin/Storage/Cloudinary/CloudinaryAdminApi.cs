using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>Which pictures to list: of a folder or with a tag; neither: all of the account. With <paramref name="Described"/> their tags and context come too.</summary>
public sealed record CloudinaryListing(string? Prefix = null, string? Tag = null, bool Described = false);

/// <summary>
/// Cloudinary's Admin API: lists, figures, bulk delete. Each call counts against the hour's <see cref="Quota"/>; deleting and listing, which
/// come in great numbers, leave some of it to people.
/// </summary>
public sealed class CloudinaryAdminApi
{
    /// <summary>Cloudinary, "Delete resources": at most 100 public ids a call; "Get resources": at most 500 a page.</summary>
    public const int DeletesPerCall = 100, ListedPerCall = 500;

    /// <summary>The names travel in the address, whose length has limits on the way: few enough of the longest to fit.</summary>
    public const int NamedPerCall = 20;

    private readonly CloudinaryOptions _account;
    private readonly CloudinaryCalls _calls;
    private readonly string _root, _pictures;
    private readonly AuthenticationHeaderValue _credentials;

    internal CloudinaryAdminApi(CloudinaryOptions account, CloudinaryCalls calls, AdminQuota quota)
    {
        (_account, _calls, Quota) = (account, calls, quota);
        _root = $"{account.UploadPrefix.TrimEnd('/')}/v1_1/{account.CloudName}";
        _pictures = $"resources/image/{account.DeliveryType.ToString().ToLowerInvariant()}";
        _credentials = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.ApiKey}:{account.ApiSecret}")));
    }

    public AdminQuota Quota { get; }

    /// <summary>Returns when host, cloud name, key and secret are right.</summary>
    public Task PingAsync(CancellationToken ct) => SendAsync<PingAnswer>(HttpMethod.Get, "ping", 0, ct);

    /// <summary>The plan, its limits, and what is used of them.</summary>
    public async Task<CloudinaryUsage> UsageAsync(CancellationToken ct) => (await SendAsync<CloudinaryUsage>(HttpMethod.Get, "usage", 0, ct))!;

    /// <summary>One picture with tags and context, or null when the account has none of this id.</summary>
    public Task<CloudinaryAsset?> FindAsync(string publicId, CancellationToken ct) =>
        SendAsync<CloudinaryAsset>(HttpMethod.Get, $"{_pictures}/{PublicId.Escape(publicId)}", 0, ct, mayBeMissing: true);

    /// <summary>Those of at most <see cref="NamedPerCall"/> pictures that the account has, with tags and context.</summary>
    public async Task<IReadOnlyList<CloudinaryAsset>> NamedAsync(IReadOnlyCollection<string> publicIds, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(publicIds.Count, NamedPerCall);
        var query = publicIds.Select(id => KeyValuePair.Create("public_ids[]", (string?)id)).Concat([new("max_results", $"{NamedPerCall}"), new("tags", "true"), new("context", "true")]);
        return (await SendAsync<CloudinaryPage>(HttpMethod.Get, QueryHelpers.AddQueryString(_pictures, query), _account.AdminReserve, ct))!.Resources;
    }

    /// <summary>One page of a list, from the beginning or from where another page ended. Cursors are Cloudinary's own and do not last for ever.</summary>
    public async Task<CloudinaryPage> ListAsync(CloudinaryListing listing, string? cursor, CancellationToken ct)
    {
        var query = new Dictionary<string, string?> { ["max_results"] = $"{ListedPerCall}", ["prefix"] = listing.Prefix, ["next_cursor"] = cursor };
        if (listing.Described) query["tags"] = query["context"] = "true";
        var path = listing.Tag is { } tag ? $"resources/image/tags/{Uri.EscapeDataString(tag)}" : _pictures;
        return (await SendAsync<CloudinaryPage>(HttpMethod.Get, QueryHelpers.AddQueryString(path, query), _account.AdminReserve, ct))!;
    }

    /// <summary>
    /// Deletes at most <see cref="DeletesPerCall"/> pictures with all that was derived from them, and has caches forget them. Goes on while Cloudinary answers that
    /// it did a part; when it breaks off then, what was confirmed until then is told, and a picture that is not told of was not confirmed.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> publicIds, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(publicIds.Count, DeletesPerCall);
        var outcomes = new Dictionary<string, DeleteOutcome>();
        string? cursor = null;
        for (var round = 0; round == 0 || (cursor is not null && round < DeletesPerCall); round++)
        {
            try
            {
                var answer = (await SendAsync<BulkDeleteAnswer>(HttpMethod.Delete, _pictures, _account.AdminReserve, ct, Form(publicIds, cursor)))!;
                foreach (var (id, word) in (answer.Deleted ?? []).Where(d => publicIds.Contains(d.Key)))
                    if (outcomes.GetValueOrDefault(id) != DeleteOutcome.Deleted) outcomes[id] = Outcome(word);
                cursor = answer.Partial ? answer.NextCursor : null;
            }
            catch (StorageException) when (outcomes.Count > 0)
            {
                break;
            }
        }
        return outcomes;
    }

    private static List<KeyValuePair<string, string>> Form(IEnumerable<string> publicIds, string? cursor) =>
    [
        .. publicIds.Select(id => KeyValuePair.Create("public_ids[]", id)),
        new("invalidate", "true"),
        .. cursor is null ? (KeyValuePair<string, string>[])[] : [new("next_cursor", cursor)],
    ];

    /// <summary>Cloudinary's word for one picture: <c>not_found</c> of a bulk delete, <c>not found</c> of a single one.</summary>
    internal static DeleteOutcome Outcome(string? word) => word switch
    {
        "deleted" or "ok" => DeleteOutcome.Deleted with { Answer = word },
        "not_found" or "not found" => DeleteOutcome.AlreadyGone with { Answer = word },
        _ => DeleteOutcome.Failed($"Cloudinary answered '{word}'."),
    };

    private Task<T?> SendAsync<T>(HttpMethod method, string path, int reserve, CancellationToken ct, IReadOnlyCollection<KeyValuePair<string, string>>? form = null, bool mayBeMissing = false)
        where T : class => _calls.SendAsync(new(_ => new(method, $"{_root}/{path}")
        {
            Headers = { Authorization = _credentials },
            Content = form is null ? null : new FormUrlEncodedContent(form),
        })
        {
            MayBeMissing = mayBeMissing,
            Quota = Quota,
            Reserve = reserve,
        }, CloudinaryJson.ReadAsync<T>, ct);

    private sealed record PingAnswer(string Status);
}
