using System.Runtime.InteropServices;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>The cairo functions the papers need. Statuses are never thrown by the library: the renderer asks for them.</summary>
internal static unsafe partial class Cairo
{
    private const string Library = "libcairo.so.2";

    /// <summary>Status a write callback gives back when the stream refused the bytes.</summary>
    public const int WriteError = 11;

    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_create_for_stream")]
    public static partial nint CreateSurface(delegate* unmanaged[Cdecl]<nint, byte*, uint, int> write, nint closure, double width, double height);

    [LibraryImport(Library, EntryPoint = "cairo_version")]
    public static partial int Version();

    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_restrict_to_version")]
    public static partial void RestrictVersion(nint surface, int version);

    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_set_metadata", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetMetadata(nint surface, Metadata kind, string value);

    /// <summary>Adds a bookmark below another (0: below none) and answers its number; 0 when it could not be added.</summary>
    [LibraryImport(Library, EntryPoint = "cairo_pdf_surface_add_outline", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOutline(nint surface, int parent, string title, string target, int flags);

    [LibraryImport(Library, EntryPoint = "cairo_surface_finish")]
    public static partial void Finish(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_status")]
    public static partial int SurfaceStatus(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_destroy")]
    public static partial void DestroySurface(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_create")]
    public static partial nint Create(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_status")]
    public static partial int Status(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_destroy")]
    public static partial void Destroy(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_show_page")]
    public static partial void ShowPage(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_save")]
    public static partial void Save(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_restore")]
    public static partial void Restore(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_translate")]
    public static partial void Translate(nint cr, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_rotate")]
    public static partial void Rotate(nint cr, double angle);

    [LibraryImport(Library, EntryPoint = "cairo_set_source_rgb")]
    public static partial void SetColor(nint cr, double red, double green, double blue);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_width")]
    public static partial void SetLineWidth(nint cr, double width);

    [LibraryImport(Library, EntryPoint = "cairo_move_to")]
    public static partial void MoveTo(nint cr, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_line_to")]
    public static partial void LineTo(nint cr, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_close_path")]
    public static partial void ClosePath(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_new_sub_path")]
    public static partial void NewSubPath(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_rectangle")]
    public static partial void Rectangle(nint cr, double x, double y, double width, double height);

    [LibraryImport(Library, EntryPoint = "cairo_arc")]
    public static partial void Arc(nint cr, double x, double y, double radius, double from, double to);

    [LibraryImport(Library, EntryPoint = "cairo_fill")]
    public static partial void Fill(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_stroke")]
    public static partial void Stroke(nint cr);

    [LibraryImport(Library, EntryPoint = "cairo_tag_begin", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BeginTag(nint cr, string name, string? attributes);

    [LibraryImport(Library, EntryPoint = "cairo_tag_end", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void EndTag(nint cr, string name);

    [LibraryImport(Library, EntryPoint = "cairo_status_to_string")]
    private static partial nint StatusToString(int status);

    public static string Explain(int status) => Marshal.PtrToStringUTF8(StatusToString(status)) ?? $"status {status}";

    /// <summary>Order fixed by <c>cairo_pdf_metadata_t</c>.</summary>
    public enum Metadata { Title, Author, Subject, Keywords, Creator, CreateDate, ModDate }
}

/// <summary>The Pango functions the papers need. Distances are in 1/1024 point (<see cref="Scale"/>).</summary>
internal static unsafe partial class Pango
{
    private const string Text = "libpango-1.0.so.0";
    private const string OnCairo = "libpangocairo-1.0.so.0";
    private const string Objects = "libgobject-2.0.so.0";

    public const double Scale = 1024;
    public const int LeftToRight = 0, RightToLeft = 1;
    public const int WrapWordChar = 2;
    public const int Left = 0, Center = 1, Right = 2;
    public const int BoldWeight = 700;

    [LibraryImport(OnCairo, EntryPoint = "pango_cairo_font_map_get_default")]
    public static partial nint DefaultFontMap();

    [LibraryImport(Text, EntryPoint = "pango_font_map_create_context")]
    public static partial nint CreateContext(nint map);

    [LibraryImport(OnCairo, EntryPoint = "pango_cairo_context_set_resolution")]
    public static partial void SetResolution(nint context, double dpi);

    [LibraryImport(Text, EntryPoint = "pango_context_set_round_glyph_positions")]
    public static partial void RoundGlyphPositions(nint context, int round);

    [LibraryImport(Text, EntryPoint = "pango_context_set_base_dir")]
    public static partial void SetBaseDirection(nint context, int direction);

    [LibraryImport(Text, EntryPoint = "pango_context_set_language")]
    public static partial void SetLanguage(nint context, nint language);

    [LibraryImport(Text, EntryPoint = "pango_language_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Language(string tag);

    [LibraryImport(Text, EntryPoint = "pango_font_description_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Describe(string description);

    [LibraryImport(Text, EntryPoint = "pango_font_description_free")]
    public static partial void FreeDescription(nint description);

    [LibraryImport(Text, EntryPoint = "pango_layout_new")]
    public static partial nint NewLayout(nint context);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_text")]
    public static partial void SetText(nint layout, byte* text, int length);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_font_description")]
    public static partial void SetFont(nint layout, nint description);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_attributes")]
    public static partial void SetAttributes(nint layout, nint attributes);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_width")]
    public static partial void SetWidth(nint layout, int width);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_wrap")]
    public static partial void SetWrap(nint layout, int mode);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_justify")]
    public static partial void SetJustify(nint layout, int justify);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_alignment")]
    public static partial void SetAlignment(nint layout, int alignment);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_auto_dir")]
    public static partial void SetAutoDirection(nint layout, int auto);

    [LibraryImport(Text, EntryPoint = "pango_layout_set_line_spacing")]
    public static partial void SetLineSpacing(nint layout, float factor);

    [LibraryImport(Text, EntryPoint = "pango_layout_get_size")]
    public static partial void GetSize(nint layout, int* width, int* height);

    [LibraryImport(Text, EntryPoint = "pango_layout_get_unknown_glyphs_count")]
    public static partial int UnknownGlyphs(nint layout);

    [LibraryImport(Text, EntryPoint = "pango_layout_get_line_count")]
    public static partial int LineCount(nint layout);

    [LibraryImport(Text, EntryPoint = "pango_layout_get_iter")]
    public static partial nint Lines(nint layout);

    [LibraryImport(Text, EntryPoint = "pango_layout_iter_next_line")]
    public static partial int NextLine(nint iterator);

    [LibraryImport(Text, EntryPoint = "pango_layout_iter_get_line_readonly")]
    public static partial nint Line(nint iterator);

    [LibraryImport(Text, EntryPoint = "pango_layout_iter_get_baseline")]
    public static partial int Baseline(nint iterator);

    [LibraryImport(Text, EntryPoint = "pango_layout_iter_get_line_extents")]
    public static partial void LineExtents(nint iterator, Rectangle* ink, Rectangle* logical);

    [LibraryImport(Text, EntryPoint = "pango_layout_iter_get_line_yrange")]
    public static partial void LineRange(nint iterator, int* top, int* bottom);

    [LibraryImport(Text, EntryPoint = "pango_layout_iter_free")]
    public static partial void FreeLines(nint iterator);

    [LibraryImport(Text, EntryPoint = "pango_attr_list_new")]
    public static partial nint NewAttributes();

    [LibraryImport(Text, EntryPoint = "pango_attr_list_insert")]
    public static partial void Insert(nint list, Attribute* attribute);

    [LibraryImport(Text, EntryPoint = "pango_attr_list_unref")]
    public static partial void FreeAttributes(nint list);

    [LibraryImport(Text, EntryPoint = "pango_attr_weight_new")]
    public static partial Attribute* Weight(int weight);

    [LibraryImport(Text, EntryPoint = "pango_attr_font_features_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial Attribute* Features(string features);

    [LibraryImport(OnCairo, EntryPoint = "pango_cairo_show_layout")]
    public static partial void Show(nint cr, nint layout);

    [LibraryImport(OnCairo, EntryPoint = "pango_cairo_show_layout_line")]
    public static partial void ShowLine(nint cr, nint line);

    [LibraryImport(Objects, EntryPoint = "g_object_unref")]
    public static partial void Unref(nint instance);

    /// <summary>Head of <c>PangoAttribute</c>: the range is in bytes of the UTF-8 text.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Attribute
    {
        public nint Class;
        public uint Start;
        public uint End;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Rectangle
    {
        public int X, Y, Width, Height;
    }
}

/// <summary>The one libc function that matters here: the managed environment does not reach native libraries.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironment(string name, string value, int overwrite);
}
