using FluentValidation;
using Massar.Features.Attendance.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.JustifyAbsence;

public sealed record Query(long Pupil) : IQuery<OpenAbsences>;

/// <summary>The absences of a child a reason can still be given for.</summary>
public sealed record OpenAbsences(long Pupil, string NameAr, string NameLatin, IReadOnlyList<OpenAbsence> Absences, IReadOnlyList<Reason> Reasons);

public sealed record OpenAbsence(long Id, DateOnly Day, HalfDay Half, int Periods, AbsenceState State);

public sealed record Reason(string Code, string NameAr, string NameFr);

public sealed record Command(long Pupil, IReadOnlyList<long> Absences, string? Reason, string? Note, byte[]? Paper) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Absences).NotEmpty().WithMessage("attendance.justify.absences.needed");
        RuleFor(c => c.Reason).NotEmpty().WithMessage("attendance.justify.reason.needed");
        RuleFor(c => c.Note).Must(n => BidiSafe.CleanLines(n).Length <= Justification.NoteLength).WithMessage("attendance.justify.note.long").WithState(_ => new object[] { Justification.NoteLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, OpenAbsences>, ICommandHandler<Command>
{
    private const int MostShown = 30;

    public async Task<Outcome<OpenAbsences>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var child = await (
            from g in db.Guardianships.InForceFor(user, today)
            where g.PupilId == request.Pupil
            join p in db.Pupils on g.PupilId equals p.Id
            select new { p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (child is null) return Refusal.NotFound;

        var since = today.AddDays(-(await AttendanceRules.Current(db, cancellationToken)).ReasonDays);
        var absences = await db.Absences
            .Where(a => a.PupilId == request.Pupil && a.Day >= since && (a.State == AbsenceState.Noted || a.State == AbsenceState.Unjustified))
            .OrderByDescending(a => a.Day).ThenByDescending(a => a.Half)
            .Select(a => new OpenAbsence(a.Id, a.Day, a.Half, a.Periods, a.State)).AsNoTracking().Take(MostShown).ToListAsync(cancellationToken);
        var reasons = await db.Nomenclatures.Where(n => n.List == Justification.Reasons).OrderBy(n => n.Order).Select(n => new Reason(n.Code, n.NameAr, n.NameFr)).AsNoTracking().ToListAsync(cancellationToken);
        return new OpenAbsences(request.Pupil, $"{child.LastNameAr} {child.FirstNameAr}", $"{child.LastNameLatin} {child.FirstNameLatin}", absences, reasons);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var (today, now) = (MoroccanDay.Today(clock), clock.GetUtcNow().UtcDateTime);
        if (!await db.Guardianships.InForceFor(user, today).AnyAsync(g => g.PupilId == request.Pupil, cancellationToken)) return Refusal.NotFound;
        var ids = request.Absences.Distinct().ToList();
        var absences = await db.Absences.Where(a => a.PupilId == request.Pupil && ids.Contains(a.Id)).ToListAsync(cancellationToken);
        if (absences.Count != ids.Count) return Refusal.NotFound;
        if (!await db.Nomenclatures.AnyAsync(n => n.List == Justification.Reasons && n.Code == request.Reason, cancellationToken)) return Refusal.Invalid("Reason", "attendance.justify.reason.needed");

        var window = (await AttendanceRules.Current(db, cancellationToken)).ReasonDays;
        if (!absences.TrueForAll(a => a.CanBeReported(today, window))) return Refusal.Conflict("attendance.justify.not-open", window).Next("attendance.justify.not-open.next");

        StoredFile? paper = null;
        if (request.Paper is { Length: > 0 } bytes)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, bytes, now, cancellationToken);
            if (reading.File is null) return Refusal.Invalid("Paper", reading.Problem!);
            db.StoredFiles.Add(paper = reading.File);
            await db.SaveChangesAsync(cancellationToken);
        }

        // A pupil who changed schools gives each of them its own.
        foreach (var group in absences.GroupBy(a => a.SchoolId))
        {
            var justification = new Justification
            {
                SchoolId = group.Key,
                PupilId = request.Pupil,
                ReasonCode = request.Reason!,
                Note = BidiSafe.CleanLinesOrNull(request.Note),
                FileId = paper?.Id,
                GivenByAccountId = user.AccountId,
                GivenAt = now,
            };
            db.Justifications.Add(justification);
            await db.SaveChangesAsync(cancellationToken);
            foreach (var absence in group)
                absence.Report(justification);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
