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
        var rows = await db.RemarkPhrases.OwnedBy(user).Where(p => p.Language == language && (p.DeletedAt == null || p.DeletedAt > since)).OrderBy(p => p.Order).ThenBy(p => p.Id)
            .Select(p => new { Line = new Line(p.Id, p.Text, p.Band, p.Trend, p.Version), p.DeletedAt }).AsNoTracking().ToListAsync(cancellationToken);
        List<Line> lines = [.. rows.Where(r => r.DeletedAt is null).Select(r => r.Line)];
        return new Kept(language, lines, [.. rows.Where(r => r.DeletedAt is not null).OrderByDescending(r => r.DeletedAt).Select(r => r.Line)],
            lines.Count > 0 ? [] : (await db.PhrasesOf(user, language, cancellationToken)).Offered);
    }
}
