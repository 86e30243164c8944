using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ShowDesk;

public sealed record Query(int? Year, int? Semester, int? Page) : IQuery<Desk>;

/// <summary>A school's classes in a semester.</summary>
public sealed record Desk(int Year, int Semester, IReadOnlyList<int> Years, IReadOnlyList<ClassLine> Classes, int Page, int Pages)
{
    /// <summary>Why no council of the semester opens today, with the day on which it may or might.</summary>
    public Refusal? Closed { get; init; }
}

/// <param name="Sheets">Sheets of the semester, of any state.</param>
/// <param name="Out">Those that families read.</param>
/// <param name="OpenFrom">When families may have the cards; null while they are held back.</param>
public sealed record ClassLine(int ClassId, string Name, int Pupils, int Sheets, int Out, CouncilState State, int Cards, DateTime? OpenFrom);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Desk>
{
    private const int PerPage = 20;

    public async Task<Outcome<Desk>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        var years = await db.SchoolYears.AsNoTracking().Where(y => y.StartsOn <= today).OrderByDescending(y => y.Id).Select(y => new { y.Id, y.IsCurrent }).Take(4).ToListAsync(ct);
        var year = years.Find(y => y.Id == query.Year)?.Id ?? years.Find(y => y.IsCurrent)?.Id ?? years[0].Id;
        var semester = query.Semester is 1 or 2 ? query.Semester.Value : 1;
        // Preschool is observed and has no marks.
        var classes = db.Classes.At(user).Where(c => c.SchoolYearId == year && db.Levels.Any(l => l.Code == c.LevelCode && l.MarkScale != null));
        var count = await classes.CountAsync(ct);
        var pages = Math.Max(1, (count + PerPage - 1) / PerPage);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var marked = db.Enrollments.Marked();
        var lines = await (
            from c in classes
            join council in db.Councils.Where(k => k.Semester == semester) on c.Id equals council.ClassId into councils
            from council in councils.DefaultIfEmpty()
            orderby db.Levels.Where(l => l.Code == c.LevelCode).Select(l => l.Order).First(), c.Name
            select new
            {
                c.Id,
                c.Name,
                Pupils = marked.Count(e => e.ClassId == c.Id),
                Sheets = db.Assessments.Count(a => a.ClassId == c.Id && a.Semester == semester),
                Out = db.Assessments.Count(a => a.ClassId == c.Id && a.Semester == semester && (a.State >= AssessmentState.Published || (a.State == AssessmentState.Scheduled && a.PublishAt <= now))),
                State = (CouncilState?)council.State,
                council.CardsOpenFrom,
                Cards = db.ReportCards.Count(r => r.ClassId == c.Id && r.Semester == semester && r.DocumentId != null),
            }).AsNoTracking().Skip((page - 1) * PerPage).Take(PerPage).ToListAsync(ct);
        return new Desk(year, semester, [.. years.Select(y => y.Id)],
            [.. lines.Select(l => new ClassLine(l.Id, l.Name, l.Pupils, l.Sheets, l.Out, l.State ?? CouncilState.Prepared, l.Cards, l.CardsOpenFrom))], page, pages)
        { Closed = (await CalendarWindows.At(db, user.PlacePath, ct, $"councils-s{semester}")).Closed($"councils-s{semester}", year, today) };
    }
}
