using Microsoft.Extensions.Configuration.Memory;

namespace MediaAdmin.Setup;

/// <summary>
/// What holds where nobody says otherwise. It comes before every other source, so that a file, a variable or an argument wins.
/// </summary>
public static class StandardSettings
{
    // The framework's own level is Information for all: each SQL statement with its text, and several lines for each request.
    private static readonly Dictionary<string, string?> Values = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = nameof(LogLevel.Warning),
    };

    public static void AddTo(IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Values });
}
