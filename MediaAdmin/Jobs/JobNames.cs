using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Hangfire.Common;
using Hangfire.Storage;

namespace MediaAdmin.Jobs;

/// <summary>
/// How jobs are written down: a class by its <see cref="JobNameAttribute"/>, a job by the id of the row it moves. Every type that has no such name is written as Hangfire does.
/// </summary>
public static class JobNames
{
    private static readonly FrozenDictionary<string, Type> Named = typeof(JobNames).Assembly.GetTypes()
        .Where(t => t.GetCustomAttribute<JobNameAttribute>() is not null).ToFrozenDictionary(t => t.GetCustomAttribute<JobNameAttribute>()!.Name);

    /// <summary>Every job class of the program, by the name under which it is written down.</summary>
    public static IReadOnlyDictionary<string, Type> All => Named;

    /// <summary>The name of a job class.</summary>
    public static string Of(Type type) => type.GetCustomAttribute<JobNameAttribute>()?.Name ?? type.Name;

    /// <summary>The id of the row that a job moves (its first argument; a Guid without dashes), or the name of its class when it moves none.</summary>
    public static string Of(Job job) => job.Args is [{ } row and not CancellationToken, ..] ? KeyOf(row) : Of(job.Type);

    /// <summary>The same, from the arguments as Hangfire keeps them: a JSON array of JSON texts.</summary>
    internal static string KeyOf(string arguments, string otherwise)
    {
        var all = JsonSerializer.Deserialize<string?[]>(arguments) ?? [];
        return all is [{ } first, ..] ? KeyOf(JsonSerializer.Deserialize<JsonElement>(first).ToString()) : otherwise;
    }

    /// <summary>The name of the class that Hangfire's record of a job names.</summary>
    internal static string Of(string invocation)
    {
        var written = InvocationData.DeserializePayload(invocation).Type;
        return Named.ContainsKey(written) ? written : written.Split(',')[0].Split('.')[^1];
    }

    internal static string Serialize(Type type) => type.GetCustomAttribute<JobNameAttribute>()?.Name ?? TypeHelper.SimpleAssemblyTypeSerializer(type);

    internal static Type Resolve(string name) => Named.TryGetValue(name, out var type) ? type : TypeHelper.IgnoredAssemblyVersionTypeResolver(name);

    private static string KeyOf(object row) => row switch
    {
        Guid id => id.ToString("N"),
        string text when Guid.TryParseExact(text, "D", out var id) => id.ToString("N"),
        _ => FormattableString.Invariant($"{row}"),
    };
}
