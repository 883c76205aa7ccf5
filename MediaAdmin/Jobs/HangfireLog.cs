using Microsoft.Extensions.Logging.Abstractions;
using HangfireLevel = Hangfire.Logging.LogLevel;
using ILog = Hangfire.Logging.ILog;
using ILogProvider = Hangfire.Logging.ILogProvider;

namespace MediaAdmin.Jobs;

/// <summary>
/// Hangfire's log in the portal's. Hangfire keeps one provider for the whole process; its own one throws once the host that it came from is disposed, also for another host that still runs.
/// </summary>
sealed class HangfireLog(ILoggerFactory loggers) : ILogProvider
{
    public ILog GetLogger(string name)
    {
        try { return new Log(loggers.CreateLogger(name)); }
        catch (ObjectDisposedException) { return new Log(NullLogger.Instance); }
    }

    private sealed class Log(ILogger logger) : ILog
    {
        bool ILog.Log(HangfireLevel logLevel, Func<string>? messageFunc, Exception? exception)
        {
            var level = logLevel switch
            {
                HangfireLevel.Trace => LogLevel.Trace,
                HangfireLevel.Debug => LogLevel.Debug,
                HangfireLevel.Info => LogLevel.Information,
                HangfireLevel.Warn => LogLevel.Warning,
                HangfireLevel.Error => LogLevel.Error,
                _ => LogLevel.Critical,
            };
            if (messageFunc is null || !logger.IsEnabled(level)) return logger.IsEnabled(level);
            logger.Log(level, default, messageFunc, exception, static (message, _) => message());
            return true;
        }
    }
}
