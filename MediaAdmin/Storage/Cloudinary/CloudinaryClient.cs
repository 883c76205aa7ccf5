using System.Net;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// Cloudinary over HTTP, without the vendor's SDK: its Upload API, its Admin API and its deliveries, each with its own rules. One for the life of the
/// portal: connections, limits and what is known of the quota are shared by all who use it.
/// </summary>
public sealed class CloudinaryClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly CloudinaryCalls _deliveries;

    public CloudinaryClient(CloudinaryOptions account, TimeProvider clock, ILogger<CloudinaryClient> log)
    {
        // No redirects: credentials go to nobody else. Attempts have limits of their own, so the client has none. Connections end in time to see a changed DNS.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = account.Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("MediaAdmin/1.0");
        var calls = new CloudinaryCalls(_http, account, clock, log);
        _deliveries = new(_http, account, clock, log);
        (Uploads, Admin, Delivery) = (new(account, calls, clock), new(account, calls, new(clock)), new(account));
    }

    public CloudinaryUploadApi Uploads { get; }

    public CloudinaryAdminApi Admin { get; }

    public CloudinaryDelivery Delivery { get; }

    /// <summary>What is delivered at an address, read as it is consumed; null when there is nothing.</summary>
    public Task<Stream?> OpenAsync(string address, CancellationToken ct) => _deliveries.SendAsync(
        new(_ => new(HttpMethod.Get, address)) { MayBeMissing = true }, static (answer, ct) => answer.Content.ReadAsStreamAsync(ct), ct);

    /// <summary>Whether something is delivered at an address; asks for its head only.</summary>
    public Task<bool> IsServedAsync(string address, CancellationToken ct) => _deliveries.SendAsync(
        new(_ => new(HttpMethod.Head, address)) { MayBeMissing = true }, static (answer, _) =>
        {
            answer.Dispose();
            return Task.FromResult(answer.StatusCode == HttpStatusCode.OK);
        }, ct);

    public void Dispose() => _http.Dispose();
}
