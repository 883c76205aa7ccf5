using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using MediaAdmin.Data;
using Npgsql;

namespace MediaAdmin.Live;

/// <summary>
/// Carries news between the processes that share a PostgreSQL database, by its NOTIFY and LISTEN: other machines, and the command line beside a portal. A verb only sends. As within a process nothing
/// is kept: what is told while the connection is broken is lost, and the next news has pages read again.
/// </summary>
public sealed partial class NewsWire(DatabaseOptions database, ILogger<NewsWire> log) : BackgroundService, IAsyncDisposable
{
    private const string Channel = "mediaadmin_news";

    /// <summary>PostgreSQL carries less than 8,000 bytes in one; the longest news there is, one of an upload, has about a thousand.</summary>
    private const int Longest = 7999;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Again = TimeSpan.FromSeconds(1);

    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly Channel<string> _due = System.Threading.Channels.Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Lock _lock = new();
    private Task? _sending;

    /// <summary>What another process told: its type, its topic, and the news itself.</summary>
    public event Action<Type, string, object>? Heard;

    /// <summary>Returns at once; it is sent with what else is due.</summary>
    public void Send<T>(string topic, T news) where T : notnull
    {
        var text = JsonSerializer.Serialize(new Message(_self, typeof(T).FullName!, topic, JsonSerializer.SerializeToElement(news)));
        if (Encoding.UTF8.GetByteCount(text) > Longest) LogTooLong(typeof(T).Name, topic);
        else if (_due.Writer.TryWrite(text))
            lock (_lock) _sending ??= Task.Run(SendAsync);
    }

    /// <summary>Sends what is still due, for a moment at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _due.Writer.TryComplete();
        if (_sending is { } sending) await Task.WhenAny(sending, Task.Delay(Patience));
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested) // the database may be away for a moment
            {
                LogBroken(e.Message);
                await Task.Delay(Again, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        // A connection of its own, which notices by itself when the other side is gone.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, KeepAlive = 30 }.ToString());
        await connection.OpenAsync(ct);
        connection.Notification += (_, told) => Hear(told.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        while (true) await connection.WaitAsync(ct);
    }

    private void Hear(string text)
    {
        try
        {
            var message = JsonSerializer.Deserialize<Message>(text)!;
            if (message.From == _self || typeof(NewsWire).Assembly.GetType(message.Type) is not { } type) return; // of one's own, or of another version of the portal
            Heard?.Invoke(type, message.Topic, message.News.Deserialize(type)!);
        }
        catch (JsonException e) // another version's
        {
            LogNotUnderstood(e.Message);
        }
    }

    private async Task SendAsync()
    {
        var batch = new List<string>();
        while (await _due.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < 500 && _due.Reader.TryRead(out var text)) batch.Add(text);
            try
            {
                await using var connection = new NpgsqlConnection(database.ConnectionString);
                await connection.OpenAsync();
                await using var notify = new NpgsqlCommand("select pg_notify($1, told) from unnest($2) as told", connection) { Parameters = { new() { Value = Channel }, new() { Value = batch.ToArray() } } };
                await notify.ExecuteNonQueryAsync();
            }
            catch (Exception e) // this process has told its own pages; who looks elsewhere hears the next news
            {
                LogBroken(e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "News are not exchanged with other processes at the moment: {Reason}")]
    private partial void LogBroken(string reason);

    [LoggerMessage(LogLevel.Warning, "News of another process were not understood: {Reason}")]
    private partial void LogNotUnderstood(string reason);

    [LoggerMessage(LogLevel.Warning, "{News} under {Topic} is too long to be told to other processes")]
    private partial void LogTooLong(string news, string topic);

    private sealed record Message(string From, string Type, string Topic, JsonElement News);
}
