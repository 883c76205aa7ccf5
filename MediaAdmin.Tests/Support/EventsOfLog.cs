using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Support;

/// <summary>One event of the log with its named values, as a log server gets it.</summary>
public sealed record LoggedEvent(string Category, LogLevel Level, string Name, IReadOnlyDictionary<string, object?> Values)
{
    public object? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>Every structured event that the portal's own code has logged.</summary>
public sealed class EventsOfLog : ILoggerProvider
{
    private readonly ConcurrentQueue<LoggedEvent> _events = new();

    public IReadOnlyList<LoggedEvent> Of<T>(string name) => [.. _events.Where(e => e.Category == typeof(T).FullName && e.Name == name)];

    public void Clear() => _events.Clear();

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose() { }

    private sealed class Category(EventsOfLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => category.StartsWith("MediaAdmin.", StringComparison.Ordinal);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values) log._events.Enqueue(new(category, logLevel, eventId.Name ?? "", values.ToDictionary()));
        }
    }
}
