using System.CommandLine;
using MediaAdmin.Data;
using Microsoft.Extensions.Logging.Console;

namespace MediaAdmin;

/// <summary>
/// The program's arguments, told apart: <c>--Section:Key=value</c>, with a capital, is a setting as on any .NET host; a first word that is
/// no option is a verb, which runs without starting the portal. Exit codes of verbs: 0 done, 1 not done, 2 wrong usage.
/// </summary>
public sealed class CommandLine
{
    public const int WrongUsage = 2;
    private static readonly string[] Questions = ["--help", "-h", "-?", "--version"];

    private readonly string[] _words;

    private CommandLine(string[] words, string[] settings, bool hasVerb) => (_words, Settings, HasVerb) = (words, settings, hasVerb);

    /// <summary>What the configuration is to read. A verb's own words never get there.</summary>
    public string[] Settings { get; }

    public bool HasVerb { get; }

    public static CommandLine Read(string[] args)
    {
        var settings = args.Where(IsSetting).ToArray();
        var words = args.Except(settings).ToArray();
        var hasVerb = words is [var first, ..] && (!first.StartsWith('-') || Questions.Contains(first));
        return new(words, hasVerb ? settings : args, hasVerb);
    }

    /// <summary>A verb's output is its answer: what the log says goes beside it, and only what matters.</summary>
    public void QuietLog(ILoggingBuilder logging)
    {
        if (!HasVerb) return;
        logging.AddFilter((category, level) => level >= LogLevel.Warning || category?.StartsWith("MediaAdmin", StringComparison.Ordinal) == true);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Brings the database up to date first, unless only the usage is asked for; answers 1 with the reason in plain words when that cannot be done.</summary>
    public async Task<int> RunAsync(IServiceProvider services, IEnumerable<Command> verbs)
    {
        var root = new RootCommand("MediaAdmin: shop product pictures. Without a verb the portal starts.");
        foreach (var verb in verbs) root.Subcommands.Add(verb);
        var parsed = root.Parse(_words);
        try
        {
            if (parsed.Errors.Count == 0 && parsed.Action == parsed.CommandResult.Command.Action) await services.MigrateAsync(CancellationToken.None);
        }
        catch (StartFaultException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? WrongUsage : code;
    }

    private static bool IsSetting(string arg) => arg is ['-', '-', >= 'A' and <= 'Z', ..] && arg.Contains('=');
}
