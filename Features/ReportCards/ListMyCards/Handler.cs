using Massar.Features.Documents.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ListMyCards;

public sealed record Query : IQuery<Family>;

public sealed record Family(IReadOnlyList<Child> Children);

public sealed record Child(long PupilId, string NameAr, string NameLatin, IReadOnlyList<Card> Cards)
{
    /// <summary>Years with both cards: a transcript can be made.</summary>
    public IReadOnlyList<int> Years => [.. Cards.GroupBy(c => c.Year).Where(y => y.Any(c => c.Semester == 1) && y.Any(c => c.Semester == 2)).Select(y => y.Key)];
}

/// <param name="Semester">0 for the transcript of the year.</param>
public sealed record Card(long Id, int Year, int Semester, string SchoolAr, string SchoolFr, string NumberShown, DateTime IssuedAt, int Size, DocumentState State)
{
    /// <summary>The council can be asked to look again, or was asked: there is something to see.</summary>
    public bool MayAppeal { get; init; }
}

public sealed record FileQuery(long Id) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, AppealDesk appeals, DocumentArchive archive, TimeProvider clock) : IQueryHandler<Query, Family>, IQueryHandler<FileQuery, SealedFile>
{
    private const int Most = 200;

    public async Task<Outcome<Family>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var children = await db.Pupils.OfFamily(user, db, today).AsNoTracking().OrderBy(p => p.BirthDate)
            .Select(p => new { p.Id, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).ToListAsync(ct);
        var appealable = appeals.Appealable;
        var cards = (await (
            from card in db.ReportCards.ReadableBy(user, db, today)
            join document in db.IssuedDocuments on card.DocumentId equals document.Id
            join place in db.Places on card.SchoolId equals place.Id
            orderby card.SchoolYearId descending, card.Semester == ReportCard.WholeYear descending, card.Semester descending
            select new
            {
                card.PupilId,
                document.OpenFrom,
                Card = new Card(card.Id, card.SchoolYearId, card.Semester, place.NameAr, place.NameFr, Formats.RegisterNumber(document.Number, document.Year), document.IssuedAt, document.Size, document.State),
                MayAppeal = appealable.Any(a => a.Id == card.Id),
                IsAppealed = db.CouncilAppeals.Any(a => a.PupilId == card.PupilId && db.Councils.Any(k => k.Id == a.CouncilId && k.ClassId == card.ClassId && k.Semester == card.Semester)),
            }).AsNoTracking().Take(Most).ToListAsync(ct)).ToLookup(c => c.PupilId);
        var figures = await YearFigures.Current(db, AppealDesk.Settings, ct);
        return new Family([.. children.Select(c => new Child(c.Id, $"{c.LastNameAr} {c.FirstNameAr}", $"{c.LastNameLatin} {c.FirstNameLatin}",
            [.. cards[c.Id].Select(f => f.Card with { MayAppeal = f.MayAppeal && (f.IsAppealed || today <= AppealDesk.LastDay(figures, f.OpenFrom, f.Card.IssuedAt)) })]))]);
    }

    public Task<Outcome<SealedFile>> Handle(FileQuery query, CancellationToken ct) => archive.Read(
        from card in db.ReportCards.ReadableBy(user, db, MoroccanDay.Today(clock))
        where card.Id == query.Id
        join document in db.IssuedDocuments on card.DocumentId equals document.Id
        select document, ct);
}
