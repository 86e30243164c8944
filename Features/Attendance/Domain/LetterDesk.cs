using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>Numbers, draws, seals and keeps letters to guardians. All in the caller's transaction: where drawing or sealing fails, the
/// number was never taken.</summary>
public sealed class LetterDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, TimeProvider clock)
{
    /// <summary>The register's name.</summary>
    public const string Kind = Documents.Domain.Scopes.PostedKind;

    /// <summary>Half-days a notice lists.</summary>
    private const int MostListed = 12;

    /// <summary>The notice of a follow-up, made once; the one that is there already is the answer.</summary>
    public async Task<Outcome<AbsenceLetter>> Notice(FollowUp followUp, long? account, CancellationToken ct)
    {
        // The row is held, so that two people who press together get one letter.
        _ = await db.FollowUps.Where(f => f.Id == followUp.Id).Select(f => f.Id).ForUpdate().SingleAsync(ct);
        if (await db.AbsenceLetters.SingleOrDefaultAsync(l => l.FollowUpId == followUp.Id, ct) is { } known) return known;
        var missed = await db.Absences.AsNoTracking().Where(a => a.PupilId == followUp.PupilId && a.SchoolYearId == followUp.SchoolYearId && a.State == AbsenceState.Unjustified)
            .OrderByDescending(a => a.Day).ThenByDescending(a => a.Half).Select(a => new MissedHalf(a.Day, a.Half, a.Periods)).ToListAsync(ct);
        if (missed.Count == 0) return Refusal.Conflict("attendance.letter.nothing").Next("attendance.letter.nothing.next");
        var rules = await AttendanceRules.Of(db, followUp.SchoolYearId, ct);
        return await Make(followUp.PupilId, followUp.ClassId, followUp.Id, null, account,
            content => content with { Count = missed.Count, Missed = [.. missed.Take(MostListed)], Days = rules.LetterDays }, ct);
    }

    /// <summary>The summons of an interruption whose meeting is fixed.</summary>
    public Task<Outcome<AbsenceLetter>> Summons(Interruption interruption, long account, CancellationToken ct) =>
        Make(interruption.PupilId, interruption.ClassId, null, interruption.Id, account, content => content with { Count = interruption.Days, MeetingAt = interruption.MeetingAt, Since = interruption.Since }, ct);

    private async Task<Outcome<AbsenceLetter>> Make(long pupil, int schoolClass, long? followUp, long? interruption, long? account, Func<LetterContent, LetterContent> complete, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (await Addressed(db, pupil, schoolClass, today, ct) is not { } to) return Refusal.Conflict("attendance.letter.no-guardian").Next("attendance.letter.no-guardian.next");
        var offices = await db.OfficesOf(to.SchoolPath, ct);
        var (year, now) = (register.Year, clock.GetUtcNow());
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        var number = await register.Take(to.SchoolId, Kind, year, ct);
        var content = complete(Describe(to, offices, number, year, DocumentCode.New(), now));
        var file = await AcademySeal.Try(() => Print(content, offices, ct), ("attendance.letter.unprintable", "attendance.letter.no-guardian.next"));
        if (file.IsRefused) return file.Refusal!;

        var document = archive.Store(new DocumentDraft(to.SchoolId, Kind, year, number, content.Code, content.Facts(), content.IssuedAt) { PupilId = pupil }, file.Value);
        await db.SaveChangesAsync(ct);
        var letter = new AbsenceLetter
        {
            SchoolId = to.SchoolId,
            PupilId = pupil,
            FollowUpId = followUp,
            InterruptionId = interruption,
            DocumentId = document.Id,
            Paper = content.ToJson(),
            IssuedAt = content.IssuedAt,
            IssuedByAccountId = account,
        };
        db.AbsenceLetters.Add(letter);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new AbsenceLetterIssued(letter.Id, to.SchoolId, pupil, document.Id, content.MeetingAt), ct);
        await db.SaveChangesAsync(ct);
        return letter;
    }

    /// <summary>What a letter to this guardian says before it is said why it is written.</summary>
    public LetterContent Describe(LetterTo to, Offices offices, int number, int year, string code, DateTimeOffset now) => new(
        number, year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), to.GuardianAr, to.GuardianLatin, to.AddressAr, to.NameAr, to.NameLatin, to.MassarCode, to.ClassName, to.SchoolYearId,
        to.GresaCode, to.SchoolAr, to.SchoolFr, offices.Directorate?.NameAr, offices.Directorate?.NameFr, offices.Academy?.NameAr, offices.Academy?.NameFr, offices.Commune?.NameAr, offices.Commune?.NameFr,
        0, [], null, null, 0, options.Demo);

    /// <summary>Draws a letter and lays the academy's electronic seal on it; schools hold no keys.</summary>
    public Task<byte[]> Print(LetterContent content, Offices offices, CancellationToken ct) =>
        seal.Seal(new LetterPaper(content), offices.Academy?.Code, offices.Academy?.NameAr, $"{content.SchoolAr} {content.NumberShown}", ct);

    /// <summary>To whom, about whom: the guardian who has custody, the father before the mother as papers name them; null where there is none.</summary>
    public static async Task<LetterTo?> Addressed(MassarDb db, long pupil, int schoolClass, DateOnly today, CancellationToken ct) => await (
        from g in db.Guardianships.InForce(today)
        where g.PupilId == pupil
        join person in db.Guardians on g.GuardianId equals person.Id
        join p in db.Pupils on g.PupilId equals p.Id
        from c in db.Classes.Where(c => c.Id == schoolClass)
        join school in db.Schools on c.SchoolId equals school.Id
        join place in db.Places on school.Id equals place.Id
        orderby g.HasCustody descending, g.Quality, g.GuardianId
        select new LetterTo(
            person.LastNameAr + " " + person.FirstNameAr, person.LastNameLatin + " " + person.FirstNameLatin, person.AddressAr, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin,
            p.MassarCode, c.Name, c.SchoolYearId, school.Id, school.GresaCode, place.NameAr, place.NameFr, place.Path)).AsNoTracking().FirstOrDefaultAsync(ct);
}

/// <summary>The guardian a letter goes to, the pupil it is about, and the school that writes.</summary>
public sealed record LetterTo(
    string GuardianAr, string GuardianLatin, string? AddressAr, string NameAr, string NameLatin, string MassarCode, string ClassName, int SchoolYearId,
    int SchoolId, string GresaCode, string SchoolAr, string SchoolFr, string SchoolPath);
