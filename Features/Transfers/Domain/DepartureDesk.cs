using Massar.Features.Accounts.Domain;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.Domain;

/// <summary>Numbers, draws, seals and keeps departure certificates in the register of the school that lets a pupil go. All in the caller's
/// transaction: where drawing or sealing fails, the number was never taken and the pupil has not moved.</summary>
public sealed class DepartureDesk(MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, TimeProvider clock)
{
    /// <summary>The register's name.</summary>
    public const string Kind = IssuedDocument.DepartureKind;

    /// <summary>Issues the certificate of a transfer whose pupil has joined; the transfer then carries its number.</summary>
    public async Task<Refusal?> Issue(Transfer transfer, CancellationToken ct)
    {
        var plain = await Describe(transfer, PaperIdentity.None, ct);
        var (year, now, code) = (register.Year, clock.GetUtcNow(), DocumentCode.New());
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        var number = await register.Take(transfer.FromSchoolId, Kind, year, ct);
        var content = plain with { Identity = new PaperIdentity(number, year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), options.Demo) };
        var sealedPaper = await AcademySeal.Try(() => Print(content, ct), ("certificates.unprintable", "certificates.unprintable.next"));
        if (sealedPaper.IsRefused)
            return sealedPaper.Refusal;

        var document = archive.Store(new DocumentDraft(transfer.FromSchoolId, Kind, year, number, code, content.Facts(), now.UtcDateTime) { PupilId = transfer.PupilId }, sealedPaper.Value);
        await db.SaveChangesAsync(ct);
        transfer.DocumentId = document.Id;
        return null;
    }

    public Task<byte[]> Print(DepartureContent content, CancellationToken ct) => content.Offices.Seal(seal, new DeparturePaper(content), content.Identity, ct);

    /// <summary>What the certificate of a transfer would say.</summary>
    public async Task<DepartureContent> Describe(Transfer transfer, PaperIdentity identity, CancellationToken ct)
    {
        var (pupilId, from, to, today) = (transfer.PupilId, transfer.FromSchoolId, transfer.ToSchoolId, MoroccanDay.Today(clock));
        var pupil = await db.Pupils.AsNoTracking().SingleAsync(p => p.Id == pupilId, ct);
        var lines = await (
            from e in db.Enrollments.WasThere()
            where e.PupilId == pupilId && e.SchoolId == @from
            join level in db.Levels on e.LevelCode equals level.Code
            join stream in db.StudyStreams on e.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            join c in db.Classes on e.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            join y in db.SchoolYears on e.SchoolYearId equals y.Id
            orderby e.SchoolYearId descending, e.EnteredOn descending
            select new { e.Id, e.SchoolYearId, e.EnteredOn, e.LeftOn, YearEnds = y.EndsOn, LevelAr = level.NameAr, LevelFr = level.NameFr, StreamAr = stream.NameAr, StreamFr = stream.NameFr, ClassName = c.Name }).AsNoTracking().ToListAsync(ct);
        var schools = await (
            from s in db.Schools
            where s.Id == @from || s.Id == to
            join p in db.Places on s.Id equals p.Id
            select new { s.Id, s.GresaCode, p.NameAr, p.NameFr, p.Path }).AsNoTracking().ToListAsync(ct);
        var (sender, receiver) = (schools.Find(s => s.Id == from)!, schools.Find(s => s.Id == to)!);
        var above = await db.OfficesOf(sender.Path, ct);
        var toDirectorate = transfer.FromDirectorateId == transfer.ToDirectorateId ? null
            : await db.Places.AsNoTracking().Where(p => p.Id == transfer.ToDirectorateId).Select(p => new { p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct);
        var reason = await db.Nomenclatures.AsNoTracking().Where(n => n.List == TransferKinds.Reasons && n.Code == transfer.ReasonCode).Select(n => new { n.NameAr, n.NameFr }).SingleOrDefaultAsync(ct);
        var decision = await (
            from e in db.Enrollments
            where e.PupilId == pupilId && e.SchoolId == @from
            join council in db.Councils on e.ClassId equals (int?)council.ClassId
            where council.State == CouncilState.Signed
            join line in db.CouncilLines on new { CouncilId = council.Id, PupilId = pupilId } equals new { line.CouncilId, line.PupilId }
            join name in db.Nomenclatures.Where(n => n.List == CouncilTerms.DecisionList) on line.Decision equals name.Code
            orderby council.SchoolYearId descending, council.Semester descending
            select new { name.NameAr, name.NameFr }).AsNoTracking().FirstOrDefaultAsync(ct);
        var head = await (
            from hat in db.Hats.LiveOn(today).OfOffice(db, today)
            where hat.PlaceId == @from && hat.Role == Roles.Head
            join account in db.Accounts on hat.AccountId equals account.Id
            orderby hat.Id
            select account.NameAr).FirstOrDefaultAsync(ct);

        var last = lines.Find(l => l.Id == transfer.EnrollmentId) ?? lines[0];
        return new DepartureContent(
            identity,
            new PaperOffices(sender.GresaCode, sender.NameAr, sender.NameFr, above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, above.Academy?.Code, above.Commune?.NameAr),
            head ?? "", transfer.SchoolYearId, pupil.FullNameAr, $"{pupil.LastNameLatin.ToUpperInvariant()} {pupil.FirstNameLatin}", pupil.Sex, pupil.MassarCode, pupil.BirthDate, pupil.BirthPlaceAr, pupil.BirthPlaceLatin ?? "",
            Joined(last.LevelAr, last.StreamAr), Joined(last.LevelFr, last.StreamFr), last.ClassName, transfer.JoinedOn ?? today, reason?.NameAr ?? "", reason?.NameFr ?? "",
            receiver.NameAr, receiver.NameFr, receiver.GresaCode, toDirectorate?.NameAr, toDirectorate?.NameFr, decision?.NameAr, decision?.NameFr,
            [.. lines.Select(l => new YearThere(l.SchoolYearId, Joined(l.LevelAr, l.StreamAr), Joined(l.LevelFr, l.StreamFr), l.EnteredOn, l.LeftOn ?? (l.Id == transfer.EnrollmentId ? transfer.JoinedOn ?? today : l.YearEnds)))]);

        static string Joined(string level, string? stream) => stream is null ? level : $"{level} – {stream}";
    }
}
