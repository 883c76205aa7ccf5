using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Describing;
using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Reconciliation;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Uploads;

namespace MediaAdmin.Setup;

/// <summary>Looks through the configuration before anything is built on it, so that all its faults are told at once, each with its key and the cure.</summary>
public static class ConfigurationCheck
{
    private static readonly (string Section, Type Options)[] Known =
    [
        ("Uploads", typeof(UploadOptions)), ("Deletion", typeof(DeletionOptions)), ("Describing", typeof(DescribingOptions)),
        ("Reconciliation", typeof(ReconciliationOptions)), ("Jobs", typeof(JobsOptions)), ("Jobs:Workers", typeof(WorkersOptions)), ("Imaging", typeof(ImagingOptions)),
        ("Pages", typeof(PageOptions)), (GivenAccessOptions.Section, typeof(GivenAccessOptions)), (ProxyOptions.Section, typeof(ProxyOptions)),
    ];

    public static IReadOnlyList<string> Faults(IConfiguration configuration) =>
    [
        .. Known.SelectMany(k => Section(configuration.GetSection(k.Section), k.Options)),
        .. Database(configuration),
        .. Store(configuration),
        .. PublicAddress.Faults(configuration),
        .. Directory(configuration),
    ];

    /// <summary>Prints the faults and returns the exit code.</summary>
    public static int Refuse(IReadOnlyList<string> faults)
    {
        Console.Error.WriteLine($"MediaAdmin does not start. {(faults.Count == 1 ? "One thing is" : $"{faults.Count} things are")} wrong with its configuration:");
        foreach (var fault in faults) Console.Error.WriteLine($"  - {fault}");
        return 1;
    }

    private static List<string> Section(IConfigurationSection section, Type options)
    {
        if (Misread(section, options).ToList() is { Count: > 0 } misread) return misread;
        var results = new List<ValidationResult>();
        var given = section.Get(options) ?? Activator.CreateInstance(options)!;
        Validator.TryValidateObject(given, new(given), results, validateAllProperties: true);
        return [.. results.Select(r => r.MemberNames.FirstOrDefault() is { } member ? r.ErrorMessage!.Replace($"The field {member}", $"{section.Path}:{member}", StringComparison.Ordinal) : r.ErrorMessage!)];
    }

    /// <summary>Settings that do not exist or whose text is not of their kind.</summary>
    private static IEnumerable<string> Misread(IConfigurationSection section, Type options)
    {
        var properties = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (!properties.TryGetValue(setting.Key, out var property))
                yield return $"{setting.Path} is no setting. There are: {string.Join(", ", properties.Keys.Order().Select(k => $"{section.Path}:{k}"))}.";
            else if (setting.Value is { } value && !Fits(value, property.PropertyType))
                yield return $"{setting.Path} is '{value}'; give {Kind(property.PropertyType)}.";
        }
    }

    private static bool Fits(string value, Type type)
    {
        if (value.Length == 0 && Nullable.GetUnderlyingType(type) is not null) return true; // none
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Kind(Type type) => type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time span such as 00:00:30 or 7.00:00:00"
        : type == typeof(TimeOnly?) ? "a time of day such as 03:30, or nothing for none"
        : type == typeof(double) ? "a number such as 0.5"
        : type == typeof(int) || type == typeof(long) || type == typeof(int?) ? "a whole number"
        : type.IsEnum ? string.Join(" or ", Enum.GetNames(type)) : $"a {type.Name}";

    private static IEnumerable<string> Database(IConfiguration configuration)
    {
        var provider = configuration["Database:Provider"] ?? nameof(DatabaseProvider.Sqlite);
        if (!Enum.GetNames<DatabaseProvider>().Contains(provider, StringComparer.OrdinalIgnoreCase))
            yield return $"Database:Provider is '{provider}'; give {string.Join(" or ", Enum.GetNames<DatabaseProvider>())}.";
        else if (provider.Equals(nameof(DatabaseProvider.PostgreSql), StringComparison.OrdinalIgnoreCase) && string.IsNullOrWhiteSpace(configuration.GetConnectionString("MediaDb")))
            yield return "ConnectionStrings:MediaDb is missing; PostgreSQL needs one, such as Host=db;Database=mediaadmin;Username=mediaadmin;Password=...";
    }

    private static IEnumerable<string> Store(IConfiguration configuration)
    {
        var provider = configuration["Storage:Provider"] ?? nameof(StorageProvider.Local);
        if (!Enum.GetNames<StorageProvider>().Contains(provider, StringComparer.OrdinalIgnoreCase))
            return [$"Storage:Provider is '{provider}'; give {string.Join(" or ", Enum.GetNames<StorageProvider>())}."];
        if (provider.Equals(nameof(StorageProvider.Cloudinary), StringComparison.OrdinalIgnoreCase))
            return [.. CloudinaryUrl.Faults(configuration), .. Section(CloudinaryUrl.Over(configuration), typeof(CloudinaryOptions))];
        return bool.TryParse(configuration["Uploads:Direct"], out var direct) && direct
            ? [$"Uploads:Direct is true, but Storage:Provider is {provider}: browsers can send pictures straight to Cloudinary only. Leave it out, or set Storage:Provider to Cloudinary."]
            : [];
    }

    private static IEnumerable<string> Directory(IConfiguration configuration)
    {
        var path = DataDirectory.Read(configuration);
        var probe = Path.Combine(path, $".probe-{Guid.NewGuid():N}");
        var fault = "";
        try
        {
            System.IO.Directory.CreateDirectory(path);
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"DataDirectory: {path} cannot be written by the user {Environment.UserName} ({e.Message}). Choose another folder or give that user the right to write.";
        }
        if (fault.Length > 0) yield return fault;
    }
}
