using System.Threading.Channels;
using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Infrastructure.Pdf;

/// <summary>
/// One file of many papers for printing, drawn on a thread of its own while the papers are still being made: neither they nor the file are
/// ever in memory as a whole. The faces are embedded once for all, and the file is for paper alone: it does not say what its marks are, which
/// those that are read on a screen do. Ended before it is whole, it leaves no end of a file behind.
/// </summary>
public sealed class RunningBundle : IAsyncDisposable
{
    /// <summary>Papers that may wait to be drawn, and pieces that may wait to be fetched.</summary>
    private const int MostPapers = 64, MostPieces = 2;

    private readonly Channel<IPaper> papers = Channel.CreateBounded<IPaper>(MostPapers);
    private readonly Channel<byte[]> pieces = Channel.CreateBounded<byte[]>(MostPieces);
    private readonly CancellationTokenSource end = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int size;

    // A piece that is not full yet.
    private byte[] piece = [];
    private int filled;

    /// <param name="size">Bytes of each piece but the last.</param>
    internal RunningBundle(int size)
    {
        this.size = size;
        new Thread(Work) { Name = "bundle", IsBackground = true }.Start();
    }

    /// <summary>Adds a paper at the end of the file; the first says what the file is. Waits while many others are before it.</summary>
    /// <exception cref="ChannelClosedException">A paper before it could not be drawn; the cause is inside.</exception>
    public ValueTask Add(IPaper paper, CancellationToken ct) => papers.Writer.WriteAsync(paper, ct);

    /// <summary>All papers are added.</summary>
    public void Complete() => papers.Writer.TryComplete();

    /// <summary>The file, a piece after the other, as soon as each is drawn; nothing when no paper was added. To be read by one reader, all the time.</summary>
    /// <exception cref="UnprintableTextException">A text holds a character that cannot be printed.</exception>
    public IAsyncEnumerable<byte[]> Pieces(CancellationToken ct) => pieces.Reader.ReadAllAsync(ct);

    /// <summary>Nobody wants the file any more: what waits is not drawn.</summary>
    public void GiveUp() => end.Cancel();

    private void Work()
    {
        try
        {
            Draw();
            papers.Writer.TryComplete();
            pieces.Writer.TryComplete();
        }
        catch (Exception fault)
        {
            papers.Writer.TryComplete(fault);
            pieces.Writer.TryComplete(fault);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private void Draw()
    {
        using var setter = new Typesetter();
        PdfDrawing? file = null;
        try
        {
            while (Wait(papers.Reader.WaitToReadAsync(end.Token)))
            {
                while (papers.Reader.TryRead(out var paper))
                {
                    end.Token.ThrowIfCancellationRequested();
                    file ??= new PdfDrawing(paper.Facts, Take, isTagged: false);
                    file.Add(Described(paper), setter);
                }
            }

            if (file is null) return;
            file.Finish();
            if (filled > 0) Send(piece[..filled]);
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static IReadOnlyList<Sheet> Described(IPaper paper)
    {
        var description = new PaperBuilder();
        paper.Compose(description);
        return description.NamesPages ? throw new InvalidOperationException("Where a sheet of a file that is not whole yet begins is not known.") : description.Sheets;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (filled == 0) piece = new byte[size];
            var some = Math.Min(bytes.Length, size - filled);
            bytes[..some].CopyTo(piece.AsSpan(filled));
            filled += some;
            bytes = bytes[some..];
            if (filled < size) continue;
            Send(piece);
            filled = 0;
        }
    }

    private void Send(byte[] full) => Wait(pieces.Writer.WriteAsync(full, end.Token));

    // The thread has nothing else to do.
    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        GiveUp();
        Complete();
        await ended.Task;
    }
}
