using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.CloseFollowUp;

public sealed record Query(int Page) : IQuery<OpenFollowUps>;

/// <param name="WithoutLetter">Open ones nobody wrote to the family about.</param>
public sealed record OpenFollowUps(int Page, int Pages, int WithoutLetter, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Unjustified">The pupil's unjustified half-days of the year, today.</param>
/// <param name="Letter">The letter to the guardian, where it was written.</param>
/// <param name="HandedOn">The day it was handed over.</param>
public sealed record Line(
    long Id, long PupilId, string NameAr, string NameLatin, string ClassName, int Threshold, int Unjustified, string? OwnerAr, string? OwnerLatin, DateTime OpenedAt, long? Letter, DateOnly? HandedOn);

public sealed record Command(long Id, string? Outcome) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Outcome).Must(o => BidiSafe.CleanLines(o).Length is > 0 and <= FollowUp.OutcomeLength).WithMessage("attendance.follow-up.outcome.needed");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, OpenFollowUps>, ICommandHandler<Command>
{
    private const int PageSize = 20;

    public async Task<Outcome<OpenFollowUps>> Handle(Query request, CancellationToken cancellationToken)
    {
        var page = Math.Clamp(request.Page, 1, 10_000);
        var open = db.FollowUps.InSchoolsOf(user, db).Where(f => f.ClosedAt == null);
        var counts = await open.GroupBy(f => db.AbsenceLetters.Any(l => l.FollowUpId == f.Id)).Select(g => new { HasLetter = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var total = counts.Sum(c => c.Count);
        var rows = await (
            from f in open
            join p in db.Pupils on f.PupilId equals p.Id
            join c in db.Classes on f.ClassId equals c.Id
            join a in db.Accounts on f.OwnerAccountId equals (long?)a.Id into owners
            from a in owners.DefaultIfEmpty()
            join l in db.AbsenceLetters on (long?)f.Id equals l.FollowUpId into letters
            from l in letters.DefaultIfEmpty()
            orderby f.OpenedAt descending, f.Id descending
            select new
            {
                f.Id,
                f.PupilId,
                Letter = (long?)l.Id,
                l.HandedOn,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                c.Name,
                f.Threshold,
                Unjustified = db.Absences.Count(x => x.PupilId == f.PupilId && x.SchoolYearId == f.SchoolYearId && x.State == AbsenceState.Unjustified),
                a.NameAr,
                a.NameLatin,
                f.OpenedAt,
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new OpenFollowUps(page, (total + PageSize - 1) / PageSize, counts.Where(c => !c.HasLetter).Sum(c => c.Count),
            [.. rows.Select(r => new Line(r.Id, r.PupilId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Name, r.Threshold, r.Unjustified, r.NameAr, r.NameLatin, r.OpenedAt, r.Letter, r.HandedOn))]);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var followUp = await db.FollowUps.InSchoolsOf(user, db).SingleOrDefaultAsync(f => f.Id == request.Id, cancellationToken);
        if (followUp is null) return Refusal.NotFound;
        if (followUp.Close(BidiSafe.CleanLines(request.Outcome), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
