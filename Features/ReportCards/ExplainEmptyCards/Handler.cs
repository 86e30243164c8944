using Massar.Features.Enrollments.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ExplainEmptyCards;

public sealed record Query(int ClassId, int Semester) : IQuery<Empties>;

/// <summary>What keeps a class's cards empty: first what holds for all, then pupil by pupil.</summary>
/// <param name="Sheets">Marks that are not out.</param>
public sealed record Empties(ClassHead Head, int Pupils, int Cards, CouncilState State, IReadOnlyList<SheetObstacle> Sheets, IReadOnlyList<EmptyCard> Lines);

/// <param name="Why">Text key of what misses.</param>
/// <param name="Who">Text key of who must act.</param>
public sealed record EmptyCard(long PupilId, string MassarCode, string NameAr, string NameLatin, string Why, string Who);

public sealed class Handler(MassarDb db, ClassReports reports, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Empties>
{
    public async Task<Outcome<Empties>> Handle(Query query, CancellationToken ct)
    {
        if (await reports.Find(db.Classes.At(user), query.ClassId, query.Semester, ct) is not { } found) return Refusal.NotFound;
        var (head, councilId, state) = (found.Head, found.Council?.Id ?? 0, found.Council?.State ?? CouncilState.Prepared);
        var sheets = state >= CouncilState.Decided ? [] : await db.ObstaclesOf(head, clock.GetUtcNow().UtcDateTime, ct);
        // All that is asked of a pupil is answered by the database; the averages themselves are not read.
        var pupils = await (
            from e in db.Enrollments.Marked()
            where e.ClassId == query.ClassId
            join p in db.Pupils on e.PupilId equals p.Id
            join l in db.CouncilLines.Where(l => l.CouncilId == councilId) on p.Id equals l.PupilId into lines
            from line in lines.DefaultIfEmpty()
            join r in db.ReportCards.Where(r => r.ClassId == query.ClassId && r.SchoolYearId == head.YearId && r.Semester == query.Semester) on p.Id equals r.PupilId into cards
            from card in cards.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new
            {
                p.Id,
                p.MassarCode,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                IsInMinutes = line != null,
                HasPaper = card.DocumentId != null,
                card.Problem,
                // As the council counts: the newest edition of a subject, if it has an average and a weight.
                HasMarks = db.PublishedResults.Any(m => m.PupilId == p.Id && m.SchoolYearId == head.YearId && m.Semester == query.Semester && m.Average != null && m.Coefficient > 0
                    && !db.PublishedResults.Any(n => n.PupilId == p.Id && n.SchoolYearId == head.YearId && n.Semester == query.Semester && n.SubjectCode == m.SubjectCode && n.PublishAt > m.PublishAt)),
            }).AsNoTracking().ToListAsync(ct);
        var empty = pupils.Where(p => !p.HasPaper || p.Problem is not null).Select(p =>
        {
            var (why, who) = Reason(state, p.HasMarks, p.IsInMinutes, p.Problem);
            return new EmptyCard(p.Id, p.MassarCode, $"{p.LastNameAr} {p.FirstNameAr}", $"{p.LastNameLatin} {p.FirstNameLatin}", why, who);
        }).ToList();
        return new Empties(head, pupils.Count, pupils.Count - empty.Count, state, sheets, empty);
    }

    /// <summary>The first thing that misses: marks, then the council, then the minutes, then the card itself.</summary>
    private static (string Why, string Who) Reason(CouncilState state, bool hasMarks, bool isInMinutes, string? problem) => state switch
    {
        _ when !hasMarks => ("report-cards.empty.no-marks", "role.teacher"),
        CouncilState.Prepared => ("report-cards.empty.no-council", "role.head"),
        CouncilState.InSession => ("report-cards.empty.in-session", "role.head"),
        CouncilState.Decided => ("report-cards.empty.not-signed", "role.head"),
        _ when !isInMinutes => ("report-cards.empty.not-in-minutes", "role.head"),
        _ when problem is not null => (problem, "role.clerk"),
        _ => ("report-cards.empty.not-issued", "role.clerk"),
    };
}
