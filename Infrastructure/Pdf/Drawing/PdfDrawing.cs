using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>Takes the bytes of a file in the order in which they stand there.</summary>
internal delegate void PdfSink(ReadOnlySpan<byte> bytes);

/// <summary>One PDF while it is drawn: begun, given sheets, finished. Its bytes leave as they come. One thread's work from beginning to end.</summary>
internal sealed unsafe class PdfDrawing : IDisposable
{
    // Amiri draws some letters (ح before ي) with two glyphs; only from PDF 1.5 on is such a pair written with the letter it stands for.
    // Later libraries write 1.5 with compressed tables of objects, which the signing step does not extend: there 1.4 it is.
    private const int Pdf14 = 0, Pdf15 = 1, FirstWithObjectStreams = 11700;

    private readonly PdfSink sink;
    private readonly string? mark;
    private readonly Dictionary<int, int> parents = [];
    private readonly Canvas canvas;
    private GCHandle handle;
    private nint surface, cr;
    private bool isGivenUp;

    /// <param name="isTagged">What is read on a screen, or aloud, says of each mark what it is. Cairo keeps all that until the end: some 50 KB a card.</param>
    public PdfDrawing(PaperFacts facts, PdfSink sink, bool isTagged = true)
    {
        (this.sink, mark) = (sink, facts.Mark);
        handle = GCHandle.Alloc(this);
        surface = Cairo.CreateSurface(&Write, GCHandle.ToIntPtr(handle), Sheet.PageWidth, Sheet.PageHeight);
        Cairo.RestrictVersion(surface, Cairo.Version() < FirstWithObjectStreams ? Pdf15 : Pdf14);
        Describe(facts);
        cr = Cairo.Create(surface);
        canvas = new Canvas(cr, isTagged);
        canvas.Begin("Document");
    }

    public int Pages => canvas.Page;

    public IReadOnlyList<SignatureField> Fields => canvas.Fields;

    /// <exception cref="BlockTooTallException">A block that cannot be cut is higher than a page.</exception>
    public void Add(IReadOnlyList<Sheet> sheets, Typesetter setter)
    {
        foreach (var sheet in sheets)
        {
            foreach (var (level, title) in sheet.Bookmarks)
                parents[level] = Cairo.AddOutline(surface, parents.GetValueOrDefault(level - 1), PaperText.Clean(title), string.Create(CultureInfo.InvariantCulture, $"page={canvas.Page + 1} pos=[0 0]"), 0);
            try
            {
                Renderer.Draw(sheet, mark, setter, canvas, cr);
            }
            finally
            {
                setter.Clear();
            }
        }
    }

    /// <summary>Writes what a file ends with; nothing can be added any more.</summary>
    public void Finish()
    {
        canvas.End("Document");
        Check(Cairo.Status(cr));
        Cairo.Finish(surface);
        Check(Cairo.SurfaceStatus(surface));
    }

    /// <summary>Frees what the drawing holds. One that was not finished ends here, and nobody gets the bytes of its end.</summary>
    public void Dispose()
    {
        if (surface == 0) return;
        isGivenUp = true;
        Cairo.Destroy(cr);
        Cairo.DestroySurface(surface);
        (surface, cr) = (0, 0);
        handle.Free();
    }

    private void Describe(PaperFacts facts)
    {
        Cairo.SetMetadata(surface, Cairo.Metadata.Title, PaperText.Clean(facts.Title));
        Cairo.SetMetadata(surface, Cairo.Metadata.Author, PaperText.Clean(facts.Author));
        if (facts.Subject is not null) Cairo.SetMetadata(surface, Cairo.Metadata.Subject, PaperText.Clean(facts.Subject));
        Cairo.SetMetadata(surface, Cairo.Metadata.Creator, "Massar");
        Cairo.SetMetadata(surface, Cairo.Metadata.CreateDate, facts.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static void Check(int status)
    {
        if (status != 0) throw new InvalidOperationException($"The paper could not be drawn: {Cairo.Explain(status)}.");
    }

    // An exception must not cross the native frames above.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint closure, byte* data, uint length)
    {
        try
        {
            var drawing = (PdfDrawing)GCHandle.FromIntPtr(closure).Target!;
            if (!drawing.isGivenUp) drawing.sink(new ReadOnlySpan<byte>(data, (int)length));
            return 0;
        }
        catch
        {
            return Cairo.WriteError;
        }
    }
}
