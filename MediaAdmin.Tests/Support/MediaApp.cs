using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Support;

/// <summary>
/// The whole portal in this process on a real port of the loopback, with a data directory of its own that goes with it.
/// Nothing is faked but what a test replaces on purpose.
/// </summary>
public sealed class MediaApp : IAsyncDisposable
{
    public const string AdminKey = "test-admin-key-0123456789";
    public const string AdminEmail = "admin@example.com", AdminPassword = "correct horse battery";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Host _host;
    private readonly TestPostgres? _postgres;

    /// <param name="settings">Configuration keys, such as <c>Uploads:MaxFileBytes</c>.</param>
    /// <param name="services">What this test puts in the place of the real thing.</param>
    /// <param name="dataDirectory">A data directory that outlives this app, for tests that start it again.</param>
    /// <param name="database">PostgreSQL: a database of its own on the server that the environment names.</param>
    public MediaApp(
        IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, string? dataDirectory = null, TestDatabase database = TestDatabase.Sqlite)
    {
        if (database == TestDatabase.PostgreSql) _postgres = new();
        Data = dataDirectory ?? Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;
        OwnsData = dataDirectory is null;
        _host = new(this, settings ?? new Dictionary<string, string>(), services);
        _host.UseKestrel(0);
        _host.StartServer();
        var address = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address.Replace("[::]", "127.0.0.1", StringComparison.Ordinal));
        Admin = Client(AdminKey);
    }

    public string Data { get; }
    public Uri Address { get; }
    public IServiceProvider Services => _host.Services;

    /// <summary>Speaks with the key of an Admin.</summary>
    public HttpClient Admin { get; }

    private bool OwnsData { get; }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client that sends this key, or none.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Add("X-API-Key", key);
        return client;
    }

    /// <summary>A product of a new client; both are found under a name of their own.</summary>
    public async Task<long> NewProductAsync(string name = "Lamp")
    {
        var code = "C" + Guid.NewGuid().ToString("N")[..10];
        (await Admin.PostAsJsonAsync("/api/clients", new { code, name = code })).EnsureSuccessStatusCode();
        var made = await Admin.PostAsJsonAsync("/api/products", new { client = code, sku = $"{code}-1", name });
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _host.DisposeAsync();
        _postgres?.Drop();
        if (OwnsData) Directory.Delete(Data, recursive: true);
    }

    private sealed class Host(MediaApp app, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("DataDirectory", app.Data);
            builder.UseSetting("Setup:ApiKey", AdminKey);
            builder.UseSetting("Setup:AdminEmail", AdminEmail);
            builder.UseSetting("Setup:AdminPassword", AdminPassword);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            if (app._postgres is { } postgres)
            {
                builder.UseSetting("Database:Provider", "PostgreSql");
                builder.UseSetting("ConnectionStrings:MediaDb", postgres.ConnectionString);
            }
            foreach (var (key, value) in settings) builder.UseSetting(key, value);
            if (services is not null) builder.ConfigureTestServices(services);
        }
    }
}
