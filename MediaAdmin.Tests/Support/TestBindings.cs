using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MediaAdmin.Tests.Support;

/// <summary>bUnit asks for a newer AngleSharp.Diffing than this feed holds; the one beside the tests serves. On a complete feed this goes.</summary>
static class TestBindings
{
#pragma warning disable CA2255 // must run before bUnit's types are loaded
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Bind() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name is "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
}
