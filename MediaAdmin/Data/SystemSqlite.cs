using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MediaAdmin.Data;

/// <summary>
/// Uses the operating system's SQLite instead of a bundled one: no native library is shipped, and the system's security updates apply.
/// On a complete package feed this file and the two SQLitePCLRaw pins go, in favour of the package Microsoft.EntityFrameworkCore.Sqlite.
/// </summary>
static class SystemSqlite
{
    /// <summary>Oldest SQLite that EF Core 10 writes SQL for: the JSON operators (->>) came with 3.38.</summary>
    public static readonly Version Oldest = new(3, 38);

    public static Version Installed
    {
        get
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
            connection.Open();
            return Version.Parse(connection.ServerVersion);
        }
    }

#pragma warning disable CA2255 // The provider must stand before the first connection of any caller, `dotnet ef` included.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Use()
    {
        // The binder refuses 2.0.6 for EF Core's reference to 2.1.x; every member EF uses but load_extension is there.
        AssemblyLoadContext.Default.Resolving += static (context, name) => name.Name == "SQLitePCLRaw.core"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll"))
            : null;
        SetProvider();
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // must be compiled after the hook above is in place
    private static void SetProvider()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, static (name, _, _) => name == "e_sqlite3" ? Load() : 0);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
    }

    private static nint Load()
    {
        var library = OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
        return NativeLibrary.TryLoad(library, out var handle)
            ? handle
            : throw new DllNotFoundException($"The system's SQLite ({library}) was not found. On Debian or Ubuntu: apt-get install libsqlite3-0");
    }
}
