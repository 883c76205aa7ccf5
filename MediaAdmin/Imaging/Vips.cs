using System.Runtime.InteropServices;

namespace MediaAdmin.Imaging;

/// <summary>
/// libvips by the functions of its C API that take no variable arguments: an operation object is made by name, told its arguments as text,
/// and run. glib is inside the same library. Only worker processes load it.
/// </summary>
internal static unsafe partial class Vips
{
    private const string Library = "vips";

    /// <summary>Loads the library and shuts the loaders not meant for files from strangers; a worker that draws opens SVG again.</summary>
    public static string Start(bool draws)
    {
        NativeLibrary.SetDllImportResolver(
            typeof(Vips).Assembly, static (name, _, _) => name == Library ? NativeLibrary.Load(Find()) : 0);
        if (Init("mediaadmin") != 0) throw new VipsException(TakeError());
        CacheSetMax(0);
        ConcurrencySet(1);
        BlockUntrustedSet(1);
        if (draws) OperationBlockSet("VipsForeignLoadSvg", 0);
        return Marshal.PtrToStringUTF8(VersionString()) ?? "unknown";
    }

    private static string Find()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "native");
        var found = Directory.Exists(folder) ? Directory.GetFiles(folder, "libvips-cpp.*") : [];
        return found is [var path, ..] ? path : throw new DllNotFoundException($"There is no libvips-cpp in {folder}.");
    }

    /// <summary>Runs an operation and gives its output image; 0 when it has none.</summary>
    public static nint Run(string operation, VipsImage? input, string? output, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var op = NewOperation(operation);
        try
        {
            if (input is not null) SetObject(op, "in", input.Handle);
            return Build(op, output, arguments);
        }
        finally
        {
            Unref(op);
        }
    }

    /// <summary>Runs an operation that reads <paramref name="buffer"/>.</summary>
    public static nint RunOnBuffer(string operation, ReadOnlySpan<byte> buffer, params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var op = NewOperation(operation);
        try
        {
            fixed (byte* bytes = buffer)
            {
                var blob = BlobCopy(bytes, (nuint)buffer.Length);
                GValue value = default;
                ValueInit(&value, BlobType());
                ValueSetBoxed(&value, blob);
                SetProperty(op, "buffer", &value);
                ValueUnset(&value);
                AreaUnref(blob);
            }
            return Build(op, "out", arguments);
        }
        finally
        {
            Unref(op);
        }
    }

    private static nint NewOperation(string name)
    {
        // Some operations leave complaints behind although they succeeded.
        ErrorClear();
        var op = OperationNew(name);
        return op == 0 ? throw new VipsException(TakeError()) : op;
    }

    private static nint Build(nint op, string? output, ReadOnlySpan<(string Name, string Value)> arguments)
    {
        foreach (var (name, text) in arguments)
            if (SetFromString(op, name, text) != 0)
                throw new VipsException(TakeError());
        var built = CacheOperationBuild(op);
        if (built == 0)
        {
            UnrefOutputs(op);
            throw new VipsException(TakeError());
        }
        try
        {
            return output is null ? 0 : GetObject(built, output);
        }
        finally
        {
            UnrefOutputs(built);
            Unref(built);
        }
    }

    private static void SetObject(nint op, string name, nint value)
    {
        GValue boxed = default;
        ValueInit(&boxed, ImageType());
        ValueSetObject(&boxed, value);
        SetProperty(op, name, &boxed);
        ValueUnset(&boxed);
    }

    private static nint GetObject(nint op, string name)
    {
        GValue boxed = default;
        ValueInit(&boxed, ImageType());
        GetProperty(op, name, &boxed);
        var value = ValueDupObject(&boxed);
        ValueUnset(&boxed);
        return value;
    }

    /// <summary>What libvips has to say about the last failure.</summary>
    public static string TakeError()
    {
        var text = ErrorBufferCopy();
        var message = Marshal.PtrToStringUTF8(text)?.Trim().ReplaceLineEndings("; ");
        Free(text);
        return string.IsNullOrEmpty(message) ? "libvips failed without a reason" : message;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct GValue
    {
        public nuint Type;
        public long Data0, Data1;
    }

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Init(string program);

    [LibraryImport(Library, EntryPoint = "vips_version_string")]
    private static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    private static partial void CacheSetMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    private static partial void ConcurrencySet(int threads);

    [LibraryImport(Library, EntryPoint = "vips_block_untrusted_set")]
    private static partial void BlockUntrustedSet(int block);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void OperationBlockSet(string type, int block);

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OperationNew(string name);

    [LibraryImport(Library, EntryPoint = "vips_object_set_argument_from_string", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetFromString(nint operation, string name, string value);

    [LibraryImport(Library, EntryPoint = "vips_cache_operation_build")]
    private static partial nint CacheOperationBuild(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    private static partial void UnrefOutputs(nint operation);

    [LibraryImport(Library, EntryPoint = "vips_error_buffer_copy")]
    private static partial nint ErrorBufferCopy();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    private static partial void ErrorClear();

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    private static partial nuint ImageType();

    [LibraryImport(Library, EntryPoint = "vips_blob_get_type")]
    private static partial nuint BlobType();

    [LibraryImport(Library, EntryPoint = "vips_blob_copy")]
    private static partial nint BlobCopy(byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    private static partial void AreaUnref(nint area);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    public static partial int Width(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    public static partial int Height(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_n_pages")]
    public static partial int Pages(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    public static partial int Orientation(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_hasalpha")]
    public static partial int HasAlpha(nint image);

    [LibraryImport(Library, EntryPoint = "vips_image_copy_memory")]
    public static partial nint CopyMemory(nint image);

    /// <summary>The decoded pixels, row by row, channels side by side.</summary>
    public static byte[] Pixels(nint image)
    {
        nuint size = 0;
        var memory = WriteToMemory(image, &size);
        if (memory == 0) throw new VipsException(TakeError());
        try
        {
            return new ReadOnlySpan<byte>((void*)memory, (int)size).ToArray();
        }
        finally
        {
            Free(memory);
        }
    }

    [LibraryImport(Library, EntryPoint = "vips_image_write_to_memory")]
    private static partial nint WriteToMemory(nint image, nuint* size);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint instance);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void GetProperty(nint instance, string name, GValue* value);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void SetProperty(nint instance, string name, GValue* value);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    private static partial GValue* ValueInit(GValue* value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_set_object")]
    private static partial void ValueSetObject(GValue* value, nint instance);

    [LibraryImport(Library, EntryPoint = "g_value_set_boxed")]
    private static partial void ValueSetBoxed(GValue* value, nint boxed);

    [LibraryImport(Library, EntryPoint = "g_value_dup_object")]
    private static partial nint ValueDupObject(GValue* value);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    private static partial void ValueUnset(GValue* value);

    [LibraryImport(Library, EntryPoint = "g_free")]
    private static partial void Free(nint memory);
}
