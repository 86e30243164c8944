using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schooling.Domain;

/// <summary>A pupil's time at one school in one year. Averages and what the council decided stand at the year's last school alone.</summary>
/// <param name="First">Average of the first semester, once every subject of it that is out is complete.</param>
/// <param name="ResultAr">What the class council decided at the end of the year, once its cards are out.</param>
public sealed record SchoolingLine(
    int Year, string SchoolAr, string SchoolFr, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, string? ClassName, EnrollmentState State, EnrollmentKind Kind, DateOnly EnteredOn, DateOnly? LeftOn)
{
    public decimal? First { get; init; }

    public decimal? Second { get; init; }

    public decimal? Annual { get; init; }

    public int? Scale { get; init; }

    public string? ResultAr { get; init; }

    public string? ResultFr { get; init; }

    /// <summary>Level and stream.</summary>
    public string FullLevelAr => StreamAr is null ? LevelAr ?? "" : $"{LevelAr} – {StreamAr}";

    public string FullLevelFr => StreamFr is null ? LevelFr ?? "" : $"{LevelFr} – {StreamFr}";
}

/// <summary>All years, the newest first.</summary>
public sealed record SchoolingYears(long PupilId, string MassarCode, string NameAr, string NameLatin, IReadOnlyList<SchoolingLine> Lines);

/// <summary>Reads a child's way through school, and makes the sealed record of it (features WAL-7). What was not published is in neither.</summary>
public sealed class SchoolingDesk(MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, Sealer sealer, PdfOptions options, TimeProvider clock)
{
    /// <summary>Years and moves that are told: more than any child has.</summary>
    private const int MostLines = 20;

    /// <summary>Four statements. Files of the same child that were merged into this one are read with it.</summary>
    /// <param name="one">The pupil, within what the reader may see.</param>
    public async Task<SchoolingYears?> Of(IQueryable<Pupil> one, MarkAudience reader, CancellationToken ct)
    {
        var pupil = await one.AsNoTracking().Select(p => new
        {
            p.Id,
            p.MassarCode,
            p.FirstNameAr,
            p.LastNameAr,
            p.FirstNameLatin,
            p.LastNameLatin,
            Old = db.PupilMerges.InForce().Where(m => m.KeptId == p.Id).Select(m => m.OtherId).ToList(),
        }).SingleOrDefaultAsync(ct);
        if (pupil is null)
            return null;
        long[] files = [pupil.Id, .. pupil.Old];
        // Who never came to a school was not at it.
        var lines = await (
            from e in db.Enrollments.WasThere()
            where files.Contains(e.PupilId)
            join place in db.Places on e.SchoolId equals place.Id
            join level in db.Levels on e.LevelCode equals level.Code into levels
            from level in levels.DefaultIfEmpty()
            join stream in db.StudyStreams on e.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            join schoolClass in db.Classes on e.ClassId equals (int?)schoolClass.Id into classes
            from schoolClass in classes.DefaultIfEmpty()
            orderby e.SchoolYearId descending, e.State == EnrollmentState.Active descending, e.EnteredOn descending, e.Id descending
            select new SchoolingLine(e.SchoolYearId, place.NameAr, place.NameFr, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr, schoolClass.Name, e.State, e.Kind, e.EnteredOn, e.LeftOn)).AsNoTracking().Take(MostLines).ToListAsync(ct);
        var published = (await db.PublishedResults.Where(r => files.Contains(r.PupilId)).Out(db, reader).ToListAsync(ct)).ToLookup(r => r.Year);
        var decided = (await (
            from line in db.CouncilLines
            where files.Contains(line.PupilId)
            join council in db.Councils on line.CouncilId equals council.Id
            where council.Semester == 2 && council.State == CouncilState.Signed && council.CardsOpenFrom <= DateTime.UtcNow
            join term in db.Nomenclatures.Where(n => n.List == CouncilTerms.DecisionList) on line.Decision equals term.Code
            orderby council.Id
            select new { council.SchoolYearId, term.NameAr, term.NameFr }).AsNoTracking().ToListAsync(ct)).ToLookup(d => d.SchoolYearId);

        return new SchoolingYears(pupil.Id, pupil.MassarCode, $"{pupil.LastNameAr} {pupil.FirstNameAr}", $"{pupil.LastNameLatin} {pupil.FirstNameLatin}",
            [.. lines.GroupBy(l => l.Year).SelectMany(year => year.Select((line, i) => i > 0 ? line : Judged(line)))]);

        SchoolingLine Judged(SchoolingLine line)
        {
            var averages = PublishedAverages.Of(published[line.Year]);
            var result = decided[line.Year].LastOrDefault();
            return line with
            {
                First = averages.First,
                Second = averages.Second,
                Annual = averages.Year,
                Scale = published[line.Year].FirstOrDefault()?.Scale,
                ResultAr = result?.NameAr,
                ResultFr = result?.NameFr,
            };
        }
    }

    /// <summary>The sealed record of the years, numbered in the register of the child's last school; asked again, the same paper as long as it would say the same.</summary>
    /// <param name="pupilId">Taken by the caller, so that two askers come one after the other.</param>
    public async Task<Outcome<long>> Issue(SchoolingYears years, long pupilId, CancellationToken ct)
    {
        if (years.Lines.Count == 0 || await db.RecordOf(pupilId, MoroccanDay.Today(clock), ct) is not { } record)
            return Refusal.Conflict("schooling.none").Next("schooling.none.why");
        var above = await db.OfficesOf(record.SchoolPath, ct);
        var content = new SchoolingContent(
            PaperIdentity.None,
            new PaperOffices(record.GresaCode, record.SchoolAr, record.SchoolFr, above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, above.Academy?.Code, above.Commune?.NameAr),
            record.HeadNameAr ?? "", record.SchoolYearId, years.NameAr, years.NameLatin, years.MassarCode, record.BirthDate, record.BirthPlaceAr, record.BirthPlaceLatin ?? "", years.Lines);

        var facts = content.Facts().ToJson();
        var last = await db.IssuedDocuments.Where(d => d.PupilId == pupilId && d.Kind == IssuedDocument.SchoolingRecordKind).OrderByDescending(d => d.Id).FirstOrDefaultAsync(ct);
        if (last is { State: DocumentState.Valid } && last.Facts == facts && last.PlaceId == record.SchoolId)
            return last.Id;

        var year = register.Year;
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        var number = await register.Take(record.SchoolId, IssuedDocument.SchoolingRecordKind, year, ct);
        var (code, now) = (DocumentCode.New(), clock.GetUtcNow());
        content = content with { Identity = new PaperIdentity(number, year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), options.Demo) };
        var file = await AcademySeal.Try(() => content.Offices.Seal(seal, new SchoolingPaper(content), content.Identity, ct), ("certificates.unprintable", "certificates.unprintable.next"));
        if (file.IsRefused)
            return file.Refusal!;
        var document = archive.Store(new DocumentDraft(record.SchoolId, IssuedDocument.SchoolingRecordKind, year, number, code, content.Facts(), now.UtcDateTime) { PupilId = pupilId }, file.Value);
        await db.SaveChangesAsync(ct);
        last?.GiveWayTo(document, sealer);
        await db.SaveChangesAsync(ct);
        return document.Id;
    }
}

/// <summary>Whose years somebody may read.</summary>
public static class Scopes
{
    /// <summary>A guardian's children, a pupil of age, or the pupils who are at the head's school now.</summary>
    public static IQueryable<Pupil> WithYearsFor(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        if (user.Has(Permissions.View))
            return pupils.EnrolledNowAt(user, db);
        var adult = Majority.LatestBirth(today);
        var own = pupils.OwnOf(user, db, today);
        return user.GuardianId is null ? own.Where(p => p.BirthDate <= adult) : own;
    }
}

public sealed class SchoolingServices : Massar.Infrastructure.Web.IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<SchoolingDesk>();
}
