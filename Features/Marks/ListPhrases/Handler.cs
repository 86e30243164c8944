using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ListPhrases;

/// <param name="Language">ar or fr; the reader's when it is not said.</param>
public sealed record Query(string? Language) : IQuery<Kept>;

/// <param name="Lines">In use, in their order.</param>
/// <param name="Deleted">Those that can be brought back, the newest first.</param>
/// <param name="Starting">What the ministry's starting set offers while none is kept; empty otherwise.</param>
public sealed record Kept(string Language, IReadOnlyList<Line> Lines, IReadOnlyList<Line> Deleted, IReadOnlyList<KeptPhrase> Starting);

public sealed record Line(long Id, string Text, RemarkBand Band, RemarkTrend Trend, int Version);

public sealed class Handler(MassarDb db, CurrentUser user, Reader reader, TimeProvider clock) : IQueryHandler<Query, Kept>
{
    public async Task<Outcome<Kept>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (language, since) = (RemarkPhrase.LanguageOf(request.Language, reader.Language), clock.GetUtcNow().UtcDateTime.AddDays(-RemarkPhrase.KeptDays));
        var own = db.RemarkPhrases.OwnedBy(user).Where(p => p.Language == language);
        var lines = await own.Where(p => p.DeletedAt == null).OrderBy(p => p.Order).ThenBy(p => p.Id)
            .Select(p => new Line(p.Id, p.Text, p.Band, p.Trend, p.Version)).AsNoTracking().ToListAsync(cancellationToken);
        var deleted = await own.Where(p => p.DeletedAt > since).OrderByDescending(p => p.DeletedAt).ThenByDescending(p => p.Id).Take(RemarkPhrase.MostDeleted)
            .Select(p => new Line(p.Id, p.Text, p.Band, p.Trend, p.Version)).AsNoTracking().ToListAsync(cancellationToken);
        return new Kept(language, lines, deleted,
            lines.Count > 0 ? [] : (await db.PhrasesOf(user, language, cancellationToken)).Offered);
    }
}
