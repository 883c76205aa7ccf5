using System.Net;
using System.Text.Json;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// Every refusal of Cloudinary as one outcome, with the cure where there is one (Cloudinary, "Error handling": <c>{"error":{"message":…}}</c>; deliveries tell
/// theirs in <c>X-Cld-Error</c>). Messages go to pages and logs: they never hold the secret, nor the text that was signed with it.
/// </summary>
sealed class CloudinaryFaults(CloudinaryOptions account, TimeProvider clock)
{
    private const int LongestReason = 300, LongestBody = 16 * 1024;
    private const string NoAnswer = "This is no answer of Cloudinary's: check upload_prefix and what stands between";
    private const HttpStatusCode HourlyLimit = (HttpStatusCode)420;

    /// <param name="quota">Of the Admin API, when the call was one.</param>
    public async Task<StorageException> ReadAsync(HttpResponseMessage answer, AdminQuota? quota, CancellationToken ct)
    {
        var (status, reason) = (answer.StatusCode, Clean(await ReasonAsync(answer, ct)));
        if (reason.Contains("Stale request", StringComparison.OrdinalIgnoreCase)) return Stale(answer);
        var (credentials, cause) = status == HttpStatusCode.Unauthorized ? Credentials(reason) : ("", StorageCause.Unknown);
        // An answer that asks for a wait of its own, and does not speak of the hour, is a brake at Cloudinary's door and not the end of the hour's calls.
        var isHourly = quota is not null && (AdminQuota.IsTold(answer) || RetryAfter(answer) is null);
        var (message, fault) = status switch
        {
            HttpStatusCode.Unauthorized => (credentials, StorageFault.AccessDenied),
            HttpStatusCode.Forbidden => ("Cloudinary does not allow this account to do it", StorageFault.AccessDenied),
            HourlyLimit or HttpStatusCode.TooManyRequests when isHourly => ("Cloudinary's hourly limit of Admin API calls is reached", StorageFault.RateLimited),
            HourlyLimit or HttpStatusCode.TooManyRequests => ("Cloudinary asks to slow down", StorageFault.RateLimited),
            HttpStatusCode.Locked => ("Cloudinary is still making it", StorageFault.RateLimited),
            HttpStatusCode.RequestTimeout => ("Cloudinary gave up waiting for the request", StorageFault.Unavailable),
            HttpStatusCode.NotFound => ("Cloudinary does not have it", StorageFault.Refused),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ("Cloudinary refused it", StorageFault.Refused),
            >= HttpStatusCode.InternalServerError => ("Cloudinary is out of order", StorageFault.Unavailable),
            _ => (NoAnswer, StorageFault.Unavailable),
        };
        if (message == NoAnswer) cause = StorageCause.Stranger;
        var wait = fault == StorageFault.RateLimited && isHourly && status != HttpStatusCode.Locked ? quota!.Exhaust(answer) : RetryAfter(answer);
        return new($"{message} ({(reason.Length > 0 ? reason : $"HTTP {(int)status}")}){Request(answer)}.", fault, wait, cause: cause);
    }

    /// <summary>No answer at all: what stood in the way.</summary>
    public static StorageException Unreachable(HttpRequestException e, Uri address) => new(
        e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"The name {address.Host} cannot be resolved: check this machine's DNS and whether its network lets it out.",
            HttpRequestError.SecureConnectionError => $"{address.Authority} cannot be trusted: its TLS certificate is not accepted. Check the clock, and whether a proxy stands between.",
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => $"{address.Authority} cannot be reached: check this machine's network, firewall and proxy.",
            _ => $"The connection to {address.Authority} broke off.",
        }, StorageFault.Unavailable, inner: e, cause: e.HttpRequestError == HttpRequestError.SecureConnectionError ? StorageCause.Certificate : StorageCause.Network);

    public StorageException Silent(Uri address, Exception e) =>
        new($"{address.Authority} gave no answer and took no byte for {account.Timeout.TotalSeconds:0.#} s.", StorageFault.Unavailable, inner: e, cause: StorageCause.Network);

    /// <summary>A proxy or sign-in page of some network answers everything with 200.</summary>
    public static StorageException Unreadable(Uri address, JsonException e) =>
        new($"{address.Authority} answered something that is not Cloudinary's: check upload_prefix and what stands between.", StorageFault.Unavailable, inner: e, cause: StorageCause.Stranger);

    /// <summary>Cloudinary, "Generating authentication signatures": one hour. May be asked again once at once, signed anew.</summary>
    private StorageException Stale(HttpResponseMessage answer)
    {
        var skew = answer.Headers.Date is { } date ? clock.GetUtcNow() - date : TimeSpan.Zero;
        var told = skew.Duration() < TimeSpan.FromMinutes(1) ? "" : $": it is {skew.Duration():d\\.hh\\:mm\\:ss} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} Cloudinary's";
        return new($"Cloudinary takes a signed request for one hour, and this machine's clock is off{told}. Set the clock{Request(answer)}.", StorageFault.AccessDenied, TimeSpan.Zero, cause: StorageCause.Clock);
    }

    private static (string Message, StorageCause Cause) Credentials(string reason)
    {
        bool Tells(params string[] words) => words.Any(w => reason.Contains(w, StringComparison.OrdinalIgnoreCase));
        if (Tells("Invalid Signature", "api_secret")) return ("The API secret is wrong: copy it again from the Cloudinary console", StorageCause.Secret);
        if (Tells("API key", "api_key")) return ("Cloudinary does not know the API key: copy it again from the Cloudinary console", StorageCause.Key);
        if (Tells("cloud_name", "cloud name"))
            return ("Cloudinary does not know the cloud name, which has to be as in the console, capitals too; accounts in Europe and Asia need upload_prefix besides", StorageCause.Account);
        return ("Cloudinary does not accept the portal's credentials: check cloud name, API key and secret, and upload_prefix of an account in Europe or Asia", StorageCause.Credentials);
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.Headers.TryGetValues("X-Cld-Error", out var told)) return told.First();
        var body = new byte[LongestBody];
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        try
        {
            var error = JsonSerializer.Deserialize<ErrorAnswer>(body.AsSpan(0, read), CloudinaryJson.Options);
            return error?.Error?.Message ?? error?.Message ?? "";
        }
        catch (JsonException)
        {
            return ""; // a page of a proxy or of the front end: the status says more
        }
    }

    /// <summary>A wrong signature is answered with the whole text that was signed.</summary>
    private string Clean(string reason)
    {
        reason = reason.Split("String to sign", StringSplitOptions.TrimEntries)[0].TrimEnd('.', ' ');
        if (account.ApiSecret.Length > 0) reason = reason.Replace(account.ApiSecret, "…", StringComparison.Ordinal);
        reason = string.Concat(reason.Where(c => !char.IsControl(c)));
        return reason.Length > LongestReason ? reason[..LongestReason] + "…" : reason;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (answer.Headers.Date ?? clock.GetUtcNow()) is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>The vendor's support asks for it.</summary>
    private static string Request(HttpResponseMessage answer) => answer.Headers.TryGetValues("X-Request-Id", out var id) ? $" [request {id.First()}]" : "";
}
