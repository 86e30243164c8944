using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Massar.Infrastructure.Images;

/// <summary>An image held by gdk-pixbuf (Debian package <c>libgdk-pixbuf-2.0-0</c>), freed with this handle.</summary>
internal sealed partial class GdkPixbuf : SafeHandle
{
    private const string Pixbuf = "libgdk_pixbuf-2.0.so.0";
    private const string GLib = "libglib-2.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";
    private const int Bilinear = 2;

    private GdkPixbuf(nint taken) : base(0, ownsHandle: true) => SetHandle(taken);

    public override bool IsInvalid => handle == 0;

    public int Width => GetWidth(handle);

    public int Height => GetHeight(handle);

    /// <summary>Decodes with the decoder of this format and no other, scaling on the way; null when the file is damaged.</summary>
    public static unsafe GdkPixbuf? Decode(ReadOnlySpan<byte> file, ImageFormat format, int width, int height)
    {
        nint error = 0;
        var loader = NewLoader(format == ImageFormat.Png ? "png" : "jpeg", ref error);
        if (loader == 0) throw new InvalidOperationException("gdk-pixbuf has no decoder for " + format + ": " + Take(error));
        try
        {
            SetSize(loader, width, height);
            bool whole;
            fixed (byte* bytes = file) whole = WriteLoader(loader, bytes, (nuint)file.Length, ref error);
            var failure = Take(error);
            error = 0;
            whole &= CloseLoader(loader, ref error); // always closed, or it complains when freed
            if (Take(error) is not null || failure is not null || !whole) return null;

            var decoded = GetPixbuf(loader);
            return decoded == 0 ? null : new GdkPixbuf(Ref(decoded));
        }
        finally
        {
            Unref(loader);
        }
    }

    /// <summary>Turned as the camera was held.</summary>
    public GdkPixbuf? Upright() => Own(ApplyOrientation(handle));

    /// <summary>A copy of this size on white: a photo has no transparency.</summary>
    public GdkPixbuf? OnWhite(int width, int height) => Own(HasAlpha(handle)
        ? CompositeColor(handle, width, height, Bilinear, 255, 16, 0xFFFFFF, 0xFFFFFF)
        : Scale(handle, width, height, Bilinear));

    /// <summary>As a JPEG of this quality (0-100), without EXIF, comments or colour profile; null when memory failed.</summary>
    public unsafe byte[]? ToJpeg(int quality)
    {
        nint buffer = 0, error = 0;
        nuint size = 0;
        var option = Utf8StringMarshaller.ConvertToUnmanaged("quality");
        var value = Utf8StringMarshaller.ConvertToUnmanaged(quality.ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            var keys = stackalloc byte*[2] { option, null };
            var values = stackalloc byte*[2] { value, null };
            var saved = SaveToBuffer(handle, ref buffer, ref size, "jpeg", keys, values, ref error);
            return Take(error) is null && saved ? new ReadOnlySpan<byte>((void*)buffer, checked((int)size)).ToArray() : null;
        }
        finally
        {
            Utf8StringMarshaller.Free(option);
            Utf8StringMarshaller.Free(value);
            FreeMemory(buffer);
        }
    }

    protected override bool ReleaseHandle()
    {
        Unref(handle);
        return true;
    }

    private static GdkPixbuf? Own(nint made) => made == 0 ? null : new(made);

    // GError: quark, code, message.
    private static string? Take(nint error)
    {
        if (error == 0) return null;
        var message = Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(error, 8)) ?? "";
        FreeError(error);
        return message;
    }

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_loader_new_with_type", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NewLoader(string type, ref nint error);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_loader_set_size")]
    private static partial void SetSize(nint loader, int width, int height);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_loader_write")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool WriteLoader(nint loader, byte* bytes, nuint count, ref nint error);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_loader_close")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseLoader(nint loader, ref nint error);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_loader_get_pixbuf")]
    private static partial nint GetPixbuf(nint loader);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_apply_embedded_orientation")]
    private static partial nint ApplyOrientation(nint pixbuf);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_scale_simple")]
    private static partial nint Scale(nint pixbuf, int width, int height, int interpolation);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_composite_color_simple")]
    private static partial nint CompositeColor(nint pixbuf, int width, int height, int interpolation, int alpha, int check, uint color1, uint color2);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_has_alpha")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool HasAlpha(nint pixbuf);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_width")]
    private static partial int GetWidth(nint pixbuf);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_height")]
    private static partial int GetHeight(nint pixbuf);

    [LibraryImport(Pixbuf, EntryPoint = "gdk_pixbuf_save_to_bufferv", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool SaveToBuffer(nint pixbuf, ref nint buffer, ref nuint size, string type, byte** keys, byte** values, ref nint error);

    [LibraryImport(GObject, EntryPoint = "g_object_ref")]
    private static partial nint Ref(nint instance);

    [LibraryImport(GObject, EntryPoint = "g_object_unref")]
    private static partial void Unref(nint instance);

    [LibraryImport(GLib, EntryPoint = "g_error_free")]
    private static partial void FreeError(nint error);

    [LibraryImport(GLib, EntryPoint = "g_free")]
    private static partial void FreeMemory(nint memory);
}
