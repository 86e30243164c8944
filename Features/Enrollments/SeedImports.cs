using System.Globalization;
using System.Text.Json;
using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments;

/// <summary>At the well-known head's school a list that was written in September, one of yesterday that waits, with something of every kind in it, and a platform's package.</summary>
public sealed class SeedImports : ISeed
{
    public int Order => 157;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, head, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>().Demo(Roles.Head), seeding.Of<SeededPupils>());
        var (school, year) = (head.PlaceId, years.Current.Id);
        var classes = seeding.Of<SeededClasses>().Of(year).Where(c => c.SchoolId == school).OrderBy(c => c.Id).ToList();
        if (classes.Count == 0) return;
        var seated = await seeding.Db.Enrollments.AsNoTracking().Where(e => e.SchoolId == school && e.SchoolYearId == year && e.State == EnrollmentState.Active && e.ClassId != null).OrderBy(e => e.ClassId).ThenBy(e => e.OrderInClass).Take(14).ToListAsync(ct);
        var elsewhere = await seeding.Db.Enrollments.AsNoTracking().Where(e => e.SchoolId != school && e.SchoolYearId == year && e.State == EnrollmentState.Active).OrderBy(e => e.Id).Take(2).ToListAsync(ct);
        var names = classes.ToDictionary(c => c.Id, c => c.Name);

        var written = Made(seeding, years.Today.AddDays(-70), ImportState.Done, seated.Take(12).Count(), school, year, head.Id, "liste-entree.xlsx", "xlsx", "");
        (written.DoneAt, written.ConfirmedByAccountId, written.Seated) = (written.SentAt.AddMinutes(12), head.Id, written.Rows);
        var rows = seated.Take(12).Select((e, n) => Row(written.Id, n + 2, Cells(pupils.Pupil(e.PupilId), withCode: true, names[e.ClassId!.Value]), r =>
        {
            (r.Fate, r.PupilId, r.ClassId, r.IsWritten, r.EnrollmentId, r.EnrollmentVersion) = (ImportFate.Seat, e.PupilId, e.ClassId, true, e.Id, e.Version);
        })).ToList();

        if (seated.Count == 0) return;
        var (open, born) = (names[seated[0].ClassId!.Value], pupils.Pupil(seated[0].PupilId).BirthDate.Year);
        List<Dictionary<ImportColumn, string>> typed =
        [
            .. seated.Skip(12).Take(1).Select(e => Cells(pupils.Pupil(e.PupilId), withCode: true, names[e.ClassId!.Value])),
            Child("العثماني", "ريم", "Othmani", "Rim", "F", $"14/02/{born}", open),
            Child("الودغيري", "سليم", "Ouadghiri", "Salim", "M", $"03/11/{born}", open),
            // Known to be elsewhere: by name alone it may be the child, by code it certainly is.
            .. elsewhere.Take(1).Select(e => Cells(pupils.Pupil(e.PupilId), withCode: false, open)),
            .. elsewhere.Skip(1).Select(e => Cells(pupils.Pupil(e.PupilId), withCode: true, open)),
            Child("بوعزة", "إلياس", "Bouazza", "Ilyas", "M", $"31/02/{born}", open),
            Child("الصقلي", "نور", "Skalli", "Nour", "F", $"7/9/{born % 100}", "9ZZZ-9"),
        ];
        var waiting = Made(seeding, years.Today.AddDays(-1), ImportState.Waiting, typed.Count, school, year, head.Id, "nouveaux.csv", "csv UTF-8 ;", "Observations");
        var read = typed.Select((cells, n) => Row(waiting.Id, n + 2, cells, _ => { })).ToList();
        var verdicts = await new ImportJudge(seeding.Db).Judge(waiting, read, user: null, years.Today, ct);
        foreach (var row in read) row.Take(verdicts[row.Number]);

        // A platform that has one pupil in the class beside, and knows nothing of another.
        var beside = classes.Find(c => c.Id != seated[0].ClassId && c.LevelCode == seated[0].LevelCode && c.StreamCode == seated[0].StreamCode);
        var last = pupils.Pupil(seated[^1].PupilId);
        var package = Made(seeding, years.Today, ImportState.Waiting, 3, school, year, head.Id, "plateforme.zip", $"OneRoster {RosterReader.Version}", "", ImportSource.OneRoster, notes: 2);
        var platform = seated.Take(3).Select((e, n) => Row(package.Id, n + 2, Cells(pupils.Pupil(e.PupilId), withCode: true, n == 1 && beside is not null ? beside.Name : names[e.ClassId!.Value]), _ => { })).ToList();
        verdicts = await new ImportJudge(seeding.Db).Judge(package, platform, user: null, years.Today, ct);
        foreach (var row in platform) row.Take(verdicts[row.Number]);
        RosterFinding[] findings =
        [
            Note(package.Id, 1, "manifest.csv", "file.grades", "enrollments.oneroster.note.unknown-file", "grades.csv"),
            Note(package.Id, 2, "users.csv", "", RosterMatch.PupilMissing, $"{last.LastNameAr} {last.FirstNameAr}", last.MassarCode),
        ];
        await seeding.Insert([written, waiting, package], ct);
        await seeding.Insert([.. rows, .. read, .. platform], ct);
        await seeding.Insert(findings, ct);
    }

    private static RosterFinding Note(int import, int number, string file, string column, string key, params string[] args) =>
        new() { ImportId = import, Number = number, IsFault = false, File = file, Line = 0, Column = column, Key = key, Quoted = JsonSerializer.Serialize(args) };

    private static PupilImport Made(Seeding seeding, DateOnly day, ImportState state, int rows, int school, int year, long account, string file, string readAs, string ignored, ImportSource source = ImportSource.Sheet, int notes = 0)
    {
        var at = day.ToDateTime(new TimeOnly(9, 40), DateTimeKind.Utc);
        return new PupilImport
        {
            Id = (int)seeding.NextId<PupilImport>(),
            SchoolId = school,
            SchoolYearId = year,
            ByAccountId = account,
            Source = source,
            Notes = notes,
            FileName = file,
            FileHash = new string('0', 62) + (source == ImportSource.OneRoster ? "03" : state == ImportState.Done ? "01" : "02"),
            ReadAs = readAs,
            Ignored = ignored,
            State = state,
            SentAt = at,
            CheckedAt = at,
            Rows = rows,
        };
    }

    private static PupilImportRow Row(int import, int number, Dictionary<ImportColumn, string> cells, Action<PupilImportRow> then)
    {
        var row = new PupilImportRow { ImportId = import, Number = number, Typed = JsonSerializer.Serialize(cells), Fate = ImportFate.Refused };
        then(row);
        return row;
    }

    private static Dictionary<ImportColumn, string> Cells(SeededPupil pupil, bool withCode, string className)
    {
        var cells = Child(pupil.LastNameAr, pupil.FirstNameAr, pupil.LastNameLatin, pupil.FirstNameLatin, pupil.Sex == Massar.Features.Pupils.Domain.Sex.Female ? "F" : "M", pupil.BirthDate.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), className);
        if (withCode) cells[ImportColumn.Code] = pupil.MassarCode;
        return cells;
    }

    private static Dictionary<ImportColumn, string> Child(string lastAr, string firstAr, string last, string first, string sex, string birth, string className) => new()
    {
        [ImportColumn.LastNameAr] = lastAr,
        [ImportColumn.FirstNameAr] = firstAr,
        [ImportColumn.LastNameLatin] = last,
        [ImportColumn.FirstNameLatin] = first,
        [ImportColumn.Sex] = sex,
        [ImportColumn.BirthDate] = birth,
        [ImportColumn.BirthPlaceAr] = "أكادير",
        [ImportColumn.Class] = className,
    };
}
