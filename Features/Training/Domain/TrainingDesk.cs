using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.Domain;

/// <summary>Makes the papers of a session and tells of them, all in the caller's transaction.</summary>
public sealed class TrainingDesk(MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, Sealer sealer, TimeProvider clock)
{
    /// <summary>Refused to who decides on himself.</summary>
    public static Refusal Own => Refusal.Conflict("training.own").Next("training.own.next").Recorded();

    /// <summary>The next paper a seat needs: the summons of who was chosen, the attestation of who earned one. Nothing where it has it already.</summary>
    /// <param name="officer">Account of who ordered it.</param>
    public async Task<Outcome<Done>> Issue(long seatId, long officer, CancellationToken ct)
    {
        var seat = await db.TrainingSeats.Where(s => s.Id == seatId).ForUpdate().SingleOrDefaultAsync(ct);
        // Dropped since the papers were ordered.
        if (seat is null)
            return Done.It;
        var session = await db.TrainingSessions.Include(s => s.Days).SingleAsync(s => s.Id == seat.SessionId, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        if (session.State is TrainingState.Convened && seat.State is SeatState.Chosen)
        {
            // Chosen after the order was looked over, or the work waited: nobody is called to what has begun, nor from a leave.
            if (session.StartsOn <= MoroccanDay.Of(now))
                return TrainingSession.NotNow;
            if ((await Candidates.Of(db, null, session, new CandidateFilter(null, null), [seat.EmployeeId], isSeated: true, await TrainingFigures.Current(db, ct), ct)).Find(c => c.Out is not null) is { } left)
                return Refusal.Conflict($"training.choose.out.{left.Out}", left.NameAr, left.NameLatin).Next("training.summon.out.next");
            var paper = await Print(session, seat, TrainingPaperKind.Summons, officer, now, ct);
            if (paper.IsRefused)
                return paper.Refusal!;
            seat.Summon(paper.Value.Id, now);
            await Tell(session, seat, "summoned", ct);
        }
        else if (session.State is TrainingState.Closed && seat is { IsEarned: true, AttestationId: null })
        {
            var paper = await Print(session, seat, TrainingPaperKind.Attestation, officer, now, ct);
            if (paper.IsRefused)
                return paper.Refusal!;
            seat.Attest(paper.Value.Id);
            await Tell(session, seat, "attested", ct);
        }

        return Done.It;
    }

    /// <summary>Saves the step of a seat and tells it; the summons of who is no longer awaited is no longer the last word.</summary>
    public async Task Tell(TrainingSession session, TrainingSeat seat, string what, CancellationToken ct)
    {
        if (seat is { State: SeatState.Excused or SeatState.Cancelled, SummonsId: { } paper })
            (await db.IssuedDocuments.SingleAsync(d => d.Id == paper, ct)).Outdate(sealer);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new TrainingStepped(session.Id, seat.Id, seat.Version, what, seat.EmployeeId, seat.PlaceId, session.PlaceId), ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<Outcome<IssuedDocument>> Print(TrainingSession session, TrainingSeat seat, TrainingPaperKind kind, long officer, DateTime now, CancellationToken ct)
    {
        var (employee, office) = (seat.EmployeeId, session.PlaceId);
        var row = await (
            from e in db.Employees
            where e.Id == employee
            join place in db.Places on seat.PlaceId equals place.Id
            join held in db.Places on office equals held.Id
            join grade in db.StaffGrades on e.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            select new { Employee = e, Place = place, Office = held, Grade = grade, Officer = db.Accounts.Where(a => a.Id == officer).Select(a => a.NameAr).FirstOrDefault() }).AsNoTracking().SingleAsync(ct);
        var above = await db.OfficesOf(row.Office.Path, ct);
        var (year, registerKind, person) = (register.Year, TrainingPaperContent.RegisterOf(kind), row.Employee);
        var number = await register.Take(office, registerKind, year, ct);
        var code = DocumentCode.New();
        var content = new TrainingPaperContent(
            kind, number, year, code, address.Of(code), now, MoroccanDay.Of(now), person.FullNameAr, $"{person.LastNameLatin.ToUpperInvariant()} {person.FirstNameLatin}", person.Ppr,
            row.Grade is null ? person.GradeCode : $"{row.Grade.CadreAr}، {row.Grade.GradeAr}", row.Grade is null ? person.GradeCode : $"{row.Grade.CadreFr}, {row.Grade.GradeFr}", row.Place.NameAr, row.Place.NameFr,
            session.ThemeAr, session.ThemeFr, session.Venue, session.Trainer, [.. session.Days.Select(d => d.Day).Order()], Minutes.Shown(session.FromMinute), Minutes.Shown(session.ToMinute),
            kind is TrainingPaperKind.Attestation ? seat.PresentDays : null, row.Office.NameAr, row.Office.NameFr,
            above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, row.Officer ?? "", options.Demo);
        var file = await AcademySeal.Try(() => seal.Seal(new TrainingPaper(content), above.Academy?.Code, above.Academy?.NameAr, $"{row.Office.NameAr} {content.NumberShown}", ct), ("training.unprintable", "training.unprintable.next"));
        if (file.IsRefused)
        {
            // Whoever goes on with the others after this one leaves no gap.
            await register.GiveBack(office, registerKind, year, 1, ct);
            return file.Refusal!;
        }

        var document = archive.Store(new DocumentDraft(office, registerKind, year, number, code, content.Facts(), now) { EmployeeId = employee }, file.Value);
        await db.SaveChangesAsync(ct);
        return document;
    }
}

/// <summary>Hours of a day as minutes after midnight.</summary>
public static class Minutes
{
    public static string Shown(int minute) => Infrastructure.Text.Formats.Time(new TimeOnly(minute / 60, minute % 60));

    /// <summary>Null for what is no hour.</summary>
    public static int? Read(string? typed) => MoroccanHour.Time(typed) is { } time ? time.Hour * 60 + time.Minute : null;
}
