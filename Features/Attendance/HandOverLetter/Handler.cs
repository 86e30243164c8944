using System.Globalization;
using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.HandOverLetter;

public sealed record Query(int Page) : IQuery<Letters>;

/// <summary>The letters of the school: those still here first, then the newest.</summary>
/// <param name="Here">Letters that were not handed over.</param>
public sealed record Letters(DateOnly Today, int Here, int Page, int Pages, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="IsSummons">Of a pupil who stays away, else the notice of a follow-up.</param>
public sealed record Line(
    long Id, long PupilId, string NameAr, string NameLatin, string Number, bool IsSummons, int? Threshold, DateTime? MeetingAt, DateTime IssuedAt, DateOnly? HandedOn, HandedWay? Way);

/// <summary>The papers still here, to be printed as one file; a printed letter says the same as its sealed file.</summary>
public sealed record PrintQuery : IQuery<Printable>;

public sealed record Printable(IReadOnlyList<LetterContent> Papers)
{
    public int Persons => Papers.Select(p => p.MassarCode).Distinct().Count();
}

public sealed record Command(long Id, string? HandedOn, string? Way) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.HandedOn).Must(d => TypedDay.Read(d) is not null).WithMessage("attendance.letter.handed-on.wrong");
        RuleFor(c => c.Way).Must(w => Enum.TryParse<HandedWay>(w, out var way) && Enum.IsDefined(way)).WithMessage("attendance.letter.way.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Letters>, IQueryHandler<PrintQuery, Printable>, ICommandHandler<Command>
{
    private const int PageSize = 20;
    private const int MostPrinted = 200;

    public async Task<Outcome<Letters>> Handle(Query request, CancellationToken cancellationToken)
    {
        var page = Math.Clamp(request.Page, 1, 10_000);
        var all = Letters();
        var counts = await all.GroupBy(l => l.HandedOn == null).Select(g => new { IsHere = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var rows = await (
            from l in all
            join p in db.Pupils on l.PupilId equals p.Id
            join d in db.IssuedDocuments on l.DocumentId equals d.Id
            join f in db.FollowUps on l.FollowUpId equals (long?)f.Id into followUps
            from f in followUps.DefaultIfEmpty()
            join i in db.Interruptions on l.InterruptionId equals (long?)i.Id into interruptions
            from i in interruptions.DefaultIfEmpty()
            orderby l.HandedOn != null, l.IssuedAt descending, l.Id descending
            select new { l.Id, l.PupilId, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, d.Number, d.Year, l.InterruptionId, Threshold = (int?)f.Threshold, i.MeetingAt, l.IssuedAt, l.HandedOn, l.Way })
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Letters(MoroccanDay.Today(clock), counts.Where(c => c.IsHere).Sum(c => c.Count), page, (counts.Sum(c => c.Count) + PageSize - 1) / PageSize,
        [
            .. rows.Select(r => new Line(r.Id, r.PupilId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", Formats.RegisterNumber(r.Number, r.Year), r.InterruptionId is not null,
                r.Threshold, r.MeetingAt, r.IssuedAt, r.HandedOn, r.Way)),
        ]);
    }

    public async Task<Outcome<Printable>> Handle(PrintQuery request, CancellationToken cancellationToken)
    {
        var papers = await Letters().Where(l => l.HandedOn == null).OrderBy(l => l.IssuedAt).ThenBy(l => l.Id).Select(l => l.Paper).Take(MostPrinted).ToListAsync(cancellationToken);
        return papers.Count == 0 ? Refusal.NotFound : new Printable([.. papers.Select(LetterContent.Read)]);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var letter = await Letters().SingleOrDefaultAsync(l => l.Id == request.Id, cancellationToken);
        if (letter is null) return Refusal.NotFound;
        var day = TypedDay.Read(request.HandedOn)!.Value;
        if (letter.Hand(day, Enum.Parse<HandedWay>(request.Way!), user.AccountId, MoroccanDay.Today(clock)) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    // The family of a child who died is handed nothing.
    private IQueryable<AbsenceLetter> Letters() => db.AbsenceLetters.InSchoolsOf(user, db).Where(l => !db.Enrollments.Any(e => e.PupilId == l.PupilId && e.State == EnrollmentState.Deceased));
}
