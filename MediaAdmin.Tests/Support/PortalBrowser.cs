using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MediaAdmin.Tests.Support;

/// <summary>A browser without a screen on a whole portal: keeps its cookies and follows no redirect.</summary>
public sealed partial class PortalBrowser : IDisposable
{
    private readonly Uri _address;

    /// <param name="from">The loopback address that its requests come from, as if it stood elsewhere.</param>
    public PortalBrowser(Uri address, string? from = null)
    {
        _address = address;
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = Cookies };
        if (from is not null) sockets.ConnectCallback = async (to, ct) => await ConnectAsync(IPAddress.Parse(from), to.DnsEndPoint, ct);
        Http = new(sockets) { BaseAddress = address };
        Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    public HttpClient Http { get; }
    public CookieContainer Cookies { get; } = new();

    /// <summary>The cookie by which it is signed in.</summary>
    public string Session => Cookies.GetCookies(_address)["mediaadmin"]?.Value ?? "";

    public static async Task<PortalBrowser> SignedInAsync(MediaApp app, string email = MediaApp.AdminEmail,
        string password = MediaApp.AdminPassword)
    {
        var browser = new PortalBrowser(app.Address);
        using var answer = await browser.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string page = "/login") =>
        PostFormAsync(page, page, [new("_handler", "login"), new("Given.Email", email), new("Given.Password", password)]);

    public async Task SignOutAsync()
    {
        using var answer = await PostFormAsync("/profile", "/logout", []);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>Reads the page, takes the token of its form and sends the fields.</summary>
    private async Task<HttpResponseMessage> PostFormAsync(string page, string to, KeyValuePair<string, string>[] fields)
    {
        var token = Token().Match(await Http.GetStringAsync(page)).Groups[1].Value;
        return await Http.PostAsync(to, new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields]));
    }

    public void Dispose() => Http.Dispose();

    private static async Task<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, to.Port, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
