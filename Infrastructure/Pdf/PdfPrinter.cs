using System.Collections.Concurrent;
using System.Diagnostics;
using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Infrastructure.Pdf;

/// <summary>Draws papers on two threads of their own: the font map is per thread and costs 50 ms to fill, and a rush for papers
/// must not take the threads that serve pages.</summary>
public sealed class PdfPrinter : IDisposable
{
    private const int UsualBuffer = 512 * 1024;

    private readonly BlockingCollection<Job> queue;
    private readonly Thread[] workers;
    private long averageTicks = Stopwatch.Frequency / 100;

    /// <param name="places">Papers that may wait; more are refused.</param>
    /// <exception cref="FontMissingException">A face is not installed.</exception>
    public PdfPrinter(string stateDirectory, IReadOnlyList<string> fontDirectories, int threads = 2, int places = 256)
    {
        PinnedFonts.Pin(stateDirectory, fontDirectories);
        queue = new BlockingCollection<Job>(places);
        workers = [.. Enumerable.Range(1, threads).Select(n => new Thread(Work) { Name = $"papers {n}", IsBackground = true })];
        foreach (var worker in workers) worker.Start();
    }

    /// <summary>Draws a paper when its turn comes.</summary>
    /// <exception cref="PrinterBusyException">Too many papers are waiting: answer 503.</exception>
    /// <exception cref="UnprintableTextException">A text holds a character that cannot be printed.</exception>
    public Task<PrintedPaper> DrawAsync(IPaper paper, CancellationToken ct = default)
    {
        var job = new Job(paper, new TaskCompletionSource<PrintedPaper>(TaskCreationOptions.RunContinuationsAsynchronously), ct);
        if (!queue.TryAdd(job, 0, CancellationToken.None)) throw new PrinterBusyException(Wait());
        return job.Done.Task;
    }

    /// <summary>Begins a file of many papers that are drawn as they are added; beside the papers that people wait for, on a thread of its own.</summary>
    /// <param name="size">Bytes of the pieces in which the file comes.</param>
    public static RunningBundle BeginBundle(int size) => new(size);

    private TimeSpan Wait()
    {
        var seconds = (double)Interlocked.Read(ref averageTicks) / Stopwatch.Frequency * queue.Count / workers.Length;
        return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(seconds)));
    }

    private void Work()
    {
        using var setter = new Typesetter();
        // Arrays of this size are swept up late: one for all papers but the exceptional.
        var output = new MemoryStream(UsualBuffer);
        try
        {
            Renderer.Draw(new WarmUp(), setter, output);
        }
        catch (Exception)
        {
            // The first real paper meets the same fault and reports it to whoever asked for it.
        }

        foreach (var job in queue.GetConsumingEnumerable())
        {
            if (job.Ct.IsCancellationRequested)
            {
                job.Done.TrySetCanceled(job.Ct);
                continue;
            }
            var started = Stopwatch.GetTimestamp();
            try
            {
                job.Done.TrySetResult(Renderer.Draw(job.Paper, setter, output));
            }
            catch (Exception fault)
            {
                job.Done.TrySetException(fault);
            }
            if (output.Capacity > UsualBuffer) output = new MemoryStream(UsualBuffer);
            var average = Interlocked.Read(ref averageTicks);
            Interlocked.Exchange(ref averageTicks, average + (Stopwatch.GetTimestamp() - started - average) / 8);
        }
    }

    public void Dispose()
    {
        if (queue.IsAddingCompleted) return;
        queue.CompleteAdding();
        foreach (var worker in workers) worker.Join();
        queue.Dispose();
    }

    private sealed record Job(IPaper Paper, TaskCompletionSource<PrintedPaper> Done, CancellationToken Ct);

    /// <summary>Loads each face once, so that the first person does not wait for it.</summary>
    private sealed class WarmUp : IPaper
    {
        public PaperFacts Facts => new("-", "-", DateTimeOffset.UnixEpoch);

        public void Compose(PaperBuilder paper) => paper.Sheet(s => s
            .Heading("\u0645\u0633\u0627\u0631 123")
            .Paragraph(new RichText().Add("\u0645\u0633\u0627\u0631 Massar").Strong("\u0645\u0633\u0627\u0631 Massar"))
            .Paragraph(new RichText().Add("Massar").Strong("Massar"), TextStyle.In(Language.French))
            .Paragraph("\u2D30\u2D4E\u2D30\u2D63\u2D49\u2D56", TextStyle.In(Language.Tamazight)));
    }
}

/// <summary>As many papers are waiting as the printer takes; to be answered with 503 and <c>Retry-After</c>.</summary>
public sealed class PrinterBusyException(TimeSpan retryAfter) : Exception("Too many papers are waiting to be drawn.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
