using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.IssueCards;

/// <summary>
/// A batch's one file for printing while it is drawn. Its pieces are laid aside as they come and take the place of those of the last file
/// once it is whole: nobody gets half a file, and work that runs again begins it anew.
/// </summary>
internal sealed class FileForPrinter : IAsyncDisposable
{
    private readonly IServiceScopeFactory scopes;
    private readonly long batch;
    private readonly RunningBundle bundle = PdfPrinter.BeginBundle(CardFilePart.Size);
    private readonly Task<int> keeping;

    private FileForPrinter(IServiceScopeFactory scopes, long batch, CancellationToken ct)
    {
        (this.scopes, this.batch) = (scopes, batch);
        keeping = Task.Run(() => Keep(ct), CancellationToken.None);
    }

    public static async Task<FileForPrinter> Begin(IServiceScopeFactory scopes, long batch, CancellationToken ct)
    {
        await Clear(scopes, batch, ct);
        return new FileForPrinter(scopes, batch, ct);
    }

    public ValueTask Add(CardPaper card, CancellationToken ct) => bundle.Add(card, ct);

    /// <summary>The whole file is there; from now on it is the one that is given out.</summary>
    /// <exception cref="InvalidOperationException">Another worker has begun the same file meanwhile.</exception>
    public async Task TakePlace(CancellationToken ct)
    {
        bundle.Complete();
        var count = await keeping;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await db.CardFileParts.Where(p => p.BatchId == batch && p.Number >= 0).ExecuteDeleteAsync(token);
            var taken = await db.CardFileParts.Where(p => p.BatchId == batch).ExecuteUpdateAsync(s => s.SetProperty(p => p.Number, p => CardFilePart.FirstAside - p.Number), token);
            if (taken != count) throw new InvalidOperationException("Pieces of another file lie there.");
            await transaction.CommitAsync(token);
        }, ct);
    }

    /// <summary>The file is not wanted any more.</summary>
    public async Task ThrowAway()
    {
        await DisposeAsync();
        await Clear(scopes, batch, CancellationToken.None);
    }

    private static async Task Clear(IServiceScopeFactory scopes, long batch, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MassarDb>().CardFileParts.Where(p => p.BatchId == batch && p.Number < 0).ExecuteDeleteAsync(ct);
    }

    private async Task<int> Keep(CancellationToken ct)
    {
        try
        {
            var count = 0;
            await foreach (var bytes in bundle.Pieces(ct))
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
                db.CardFileParts.Add(new CardFilePart { BatchId = batch, Number = CardFilePart.FirstAside - count, Bytes = bytes });
                await db.SaveChangesAsync(ct);
                count++;
            }

            return count;
        }
        finally
        {
            // Without a reader nothing is to be waited for.
            bundle.GiveUp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await bundle.DisposeAsync();
        // What became of it is told where it matters.
        await keeping.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
