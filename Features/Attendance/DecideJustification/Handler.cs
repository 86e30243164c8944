using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.DecideJustification;

public sealed record Query(int Page) : IQuery<WaitingReasons>;

/// <summary>Reasons that wait, the oldest first.</summary>
public sealed record WaitingReasons(int Page, int Pages, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Paper">The uploaded paper, if there is one.</param>
public sealed record Line(
    long Id, string NameAr, string NameLatin, string ReasonAr, string ReasonFr, string? Note, Guid? Paper, string ByAr, string ByLatin, DateTime GivenAt, IReadOnlyList<HalfDayMissed> Absences);

public sealed record HalfDayMissed(DateOnly Day, HalfDay Half, int Periods, string ClassName);

public sealed record Command(long Id, string? Decision, string? Answer) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is "accept" or "reject").WithMessage("attendance.justification.decision.needed");
        RuleFor(c => c.Answer).Must(a => BidiSafe.CleanLines(a).Length is > 0 and <= Justification.NoteLength).When(c => c.Decision == "reject").WithMessage("attendance.justification.answer.needed");
    }
}

public sealed class Handler(MassarDb db, FollowUps followUps, CurrentUser user, TimeProvider clock, Facts facts) : IQueryHandler<Query, WaitingReasons>, ICommandHandler<Command>
{
    private const int PageSize = 20;

    public async Task<Outcome<WaitingReasons>> Handle(Query request, CancellationToken cancellationToken)
    {
        var page = Math.Clamp(request.Page, 1, 10_000);
        var waiting = db.Justifications.InSchoolsOf(user, db).Where(j => j.State == JustificationState.Waiting);
        var total = await waiting.CountAsync(cancellationToken);
        var rows = await (
            from j in waiting
            join p in db.Pupils on j.PupilId equals p.Id
            join a in db.Accounts on j.GivenByAccountId equals a.Id
            join n in db.Nomenclatures.Where(n => n.List == Justification.Reasons) on j.ReasonCode equals n.Code into reasons
            from n in reasons.DefaultIfEmpty()
            orderby j.GivenAt, j.Id
            select new
            {
                j.Id,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                j.ReasonCode,
                ReasonAr = n.NameAr,
                ReasonFr = n.NameFr,
                j.Note,
                Paper = db.StoredFiles.Where(f => f.Id == j.FileId).Select(f => (Guid?)f.PublicId).FirstOrDefault(),
                a.NameAr,
                a.NameLatin,
                j.GivenAt,
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var ids = rows.Select(r => (long?)r.Id).ToList();
        var absences = (await (
            from a in db.Absences
            where ids.Contains(a.JustificationId)
            join c in db.Classes on a.ClassId equals c.Id
            orderby a.Day, a.Half
            select new { a.JustificationId, a.Day, a.Half, a.Periods, c.Name }).AsNoTracking().ToListAsync(cancellationToken)).ToLookup(a => a.JustificationId);
        return new WaitingReasons(page, (total + PageSize - 1) / PageSize,
            [.. rows.Select(r => new Line(r.Id, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.ReasonAr ?? r.ReasonCode, r.ReasonFr ?? r.ReasonCode, r.Note, r.Paper, r.NameAr, r.NameLatin, r.GivenAt,
                [.. absences[r.Id].Select(a => new HalfDayMissed(a.Day, a.Half, a.Periods, a.Name))]))]);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var justification = await db.Justifications.InSchoolsOf(user, db).SingleOrDefaultAsync(j => j.Id == request.Id, cancellationToken);
        if (justification is null) return Refusal.NotFound;
        var accept = request.Decision == "accept";
        if (justification.Decide(accept, accept ? null : BidiSafe.CleanLines(request.Answer), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;

        var absences = await db.Absences.Where(a => a.JustificationId == justification.Id).OrderBy(a => a.Day).ToListAsync(cancellationToken);
        absences.ForEach(a => a.Rule(accept));
        await db.SaveChangesAsync(cancellationToken);
        if (!accept && absences.Find(a => a.State == AbsenceState.Unjustified) is { } unjustified)
            await followUps.Open(unjustified, cancellationToken);
        await facts.Tell(new JustificationDecided(justification.Id, justification.SchoolId, justification.PupilId, justification.GivenByAccountId, accept), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
