using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.Domain;

/// <summary>
/// The bytes of a variant from any place on, one piece in memory at a time and no connection held while a slow line drinks. Before each
/// piece it asks again whether the reader may still have it: what is taken back stops in the middle.
/// </summary>
/// <param name="db">Of the request.</param>
/// <param name="may">The resource as the reader may open it.</param>
/// <param name="variant">Which variant, with its length.</param>
/// <param name="sent">Told how many bytes left.</param>
public sealed class PieceStream(MassarDb db, IQueryable<LessonResource> may, VariantView variant, Action<int> sent) : Stream
{
    private byte[] piece = [];
    private int number = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => variant.Length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.Length == 0) return 0;
        var (wanted, at) = ((int)(Position / ResourcePiece.Size), (int)(Position % ResourcePiece.Size));
        if (wanted != number) (piece, number) = (await Fetch(wanted, cancellationToken), wanted);
        var take = Math.Min(buffer.Length, piece.Length - at);
        piece.AsMemory(at, take).CopyTo(buffer);
        Position += take;
        sent(take);
        return take;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<byte[]> Fetch(int wanted, CancellationToken ct)
    {
        var (id, resource) = (variant.Id, variant.ResourceId);
        return await db.ResourcePieces.AsNoTracking().Where(p => p.VariantId == id && p.Number == wanted && may.Any(r => r.Id == resource)).Select(p => p.Bytes).SingleOrDefaultAsync(ct)
            ?? throw new IOException("The file is no longer the reader's.");
    }
}
