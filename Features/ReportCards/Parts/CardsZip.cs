using System.IO.Compression;
using System.Text;
using Massar.Features.Documents.Domain;
using Text = Massar.Infrastructure.Localization.Text;

namespace Massar.Features.ReportCards.Parts;

/// <summary>The sealed files of a batch by class and pupil.</summary>
public sealed record ZipList(IReadOnlyList<ZipEntry> Entries);

/// <param name="Name">1APIC-3/07-J123456789.pdf: plain letters only.</param>
public sealed record ZipEntry(long DocumentId, string Name);

/// <summary>Writes the ZIP while it reads the files, a few at a time: a school's cards are a hundred megabytes that nobody has to hold.</summary>
public sealed class CardsZip(ZipList list) : IResult
{
    private const int Together = 8;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ct = httpContext.RequestAborted;
        var services = httpContext.RequestServices;
        var (kept, text) = (services.GetRequiredService<DocumentArchive>(), services.GetRequiredService<Text>());
        httpContext.Response.ContentType = "application/zip";
        httpContext.Response.Headers.ContentDisposition = "attachment; filename=cards.zip";
        await using var spool = new Spool();
        using (var archive = new ZipArchive(spool, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var some in list.Entries.Chunk(Together))
            {
                var ids = some.Select(e => e.DocumentId).ToList();
                var files = await kept.Read(ids, ct);
                foreach (var (document, name) in some)
                {
                    // A paper that is not what was issued stays here; a note in its place says so.
                    var file = files[document];
                    var (entry, bytes) = file.Refusal is { } refusal ? ($"{name}.txt", Encoding.UTF8.GetBytes(text.Of(refusal.Reason))) : (name, file.Value.Bytes);
                    // What is inside is compressed already.
                    using (var into = archive.CreateEntry(entry, CompressionLevel.NoCompression).Open())
                        into.Write(bytes);
                    await spool.Drain(httpContext.Response.Body, ct);
                }
            }
        }

        await spool.Drain(httpContext.Response.Body, ct);
    }

    /// <summary>Takes what the archive writes, which it does at once and in place, and hands it on to a connection, which must be waited for.</summary>
    private sealed class Spool : Stream
    {
        private readonly MemoryStream waiting = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async Task Drain(Stream into, CancellationToken ct)
        {
            waiting.Position = 0;
            await waiting.CopyToAsync(into, ct);
            waiting.SetLength(0);
        }

        public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => waiting.Write(buffer);

        public override void Flush()
        {
            // Nothing to do before the next drain.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
