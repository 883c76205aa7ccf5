using NetVips;

namespace MediaAdmin.Imaging;

/// <summary>libvips as a worker wants it. Only worker processes load it.</summary>
internal static class Vips
{
    /// <summary>
    /// Loads the library and shuts the loaders not meant for files from strangers; a worker that draws opens SVG again. Gives the version.
    /// </summary>
    public static string Start(bool draws)
    {
        if (!ModuleInitializer.VipsInitialized)
            throw new ImageToolException($"libvips cannot be loaded. {ModuleInitializer.Exception?.Message}", ModuleInitializer.Exception);
        NetVips.NetVips.BlockUntrusted = true;
        if (draws) Operation.Block("VipsForeignLoadSvg", false);
        // No picture is seen twice.
        (Cache.Max, Cache.MaxMem, Cache.MaxFiles) = (0, 0, 0);
        NetVips.NetVips.Concurrency = 1;
        return string.Join('.', Enumerable.Range(0, 3).Select(part => NetVips.NetVips.Version(part)));
    }
}
