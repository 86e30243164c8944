using System.Text.Json;
using Massar.Features.Classes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>
/// Holds a list's rows against the files, writes them and takes them back, each inside the caller's transaction. Only what the head has seen
/// is written: a row that would do something else by then is set aside with its reason.
/// </summary>
public sealed class ImportDesk(MassarDb db, ImportJudge judge, MassarCodes codes, PupilLookups lookups, LookBook looks, TimeProvider clock)
{
    private const int MostNamed = 3;

    /// <summary>Keeps a list that was read, with what each row would do. Refused where it asks the country about more children than an account may.</summary>
    public async Task<Refusal?> TakeIn(PupilImport import, IEnumerable<(int Number, IReadOnlyDictionary<ImportColumn, string> Cells)> read, CurrentUser user, CancellationToken ct)
    {
        db.PupilImports.Add(import);
        await db.SaveChangesAsync(ct);
        var rows = read.Select(r => new PupilImportRow { ImportId = import.Id, Number = r.Number, Typed = JsonSerializer.Serialize(r.Cells), Fate = ImportFate.Refused }).ToList();
        await Check(import, rows, user, ct);
        // Each child of elsewhere that the list asks for, by name alone or by a code that is not the child's, is a question to the whole country, whatever the answer.
        for (var asked = rows.Count(r => r.Fate == ImportFate.Double || r.ProblemList.Any(p => p.Key is "enrollments.import.wrong.no-file" or "enrollments.import.wrong.other-child")); asked > 0; asked--)
            if (lookups.Spend(user.AccountId) is { } pause) return Refusal.TooMany(pause);
        db.PupilImportRows.AddRange(rows);
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Looks at every row anew.</summary>
    public async Task Check(PupilImport import, IReadOnlyList<PupilImportRow> rows, CurrentUser user, CancellationToken ct)
    {
        var verdicts = await judge.Judge(import, rows, user, MoroccanDay.Today(clock), ct);
        foreach (var row in rows) row.Take(verdicts[row.Number]);
        import.CheckedAt = clock.GetUtcNow().UtcDateTime;
        await Note(import, rows, user, ct);
    }

    // The child's own school reads who found the child, by its code or among those alike; once for a list.
    private async Task Note(PupilImport import, IReadOnlyList<PupilImportRow> rows, CurrentUser user, CancellationToken ct)
    {
        var (place, account, since) = (import.SchoolId, user.AccountId, import.SentAt);
        List<long> found = [.. rows.SelectMany(r => r.HintList.Select(h => h.Id).Append(r.PupilId ?? 0)).Where(i => i > 0).Distinct()];
        if (found.Count == 0) return;
        var known = (await db.Enrollments.Where(e => e.SchoolId == place && found.Contains(e.PupilId)).Select(e => e.PupilId)
            .Union(db.PupilLooks.Where(l => l.PlaceId == place && l.AccountId == account && l.At >= since && found.Contains(l.PupilId)).Select(l => l.PupilId)).ToListAsync(ct)).ToHashSet();
        looks.Note(user, LookPurposes.Import, found.Where(f => !known.Contains(f)));
        foreach (var pupil in found.Where(f => !known.Contains(f)))
            db.PupilLooks.Add(new PupilLook { PupilId = pupil, PlaceId = place, AccountId = account, At = clock.GetUtcNow().UtcDateTime });
    }

    /// <summary>Writes what the rows were seen to do; all of it or nothing. Answers how many rows wrote something.</summary>
    public async Task<int> Run(int id, CancellationToken ct)
    {
        var import = await db.PupilImports.Where(i => i.Id == id).ForUpdate().SingleAsync(ct);
        if (import.State != ImportState.Running) return 0;
        var (school, year, now, today) = (import.SchoolId, import.SchoolYearId, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var rows = await db.PupilImportRows.Where(r => r.ImportId == id).OrderBy(r => r.Number).ToListAsync(ct);
        // The school is held: the register closes it before, and it is seen here, or after.
        var isOpen = (await db.HoldOpen([school], ct)).Count > 0;
        // Classes and files are held: nobody is seated or taken in elsewhere meanwhile.
        var classIds = rows.Select(r => r.ClassId).OfType<int>().Distinct().ToList();
        _ = await db.Classes.Where(c => classIds.Contains(c.Id)).OrderBy(c => c.Id).ForUpdate().ToListAsync(ct);
        var pupilIds = rows.Where(r => r.PupilId is not null).Select(r => r.PupilId!.Value).Distinct().ToList();
        _ = await db.Pupils.Where(p => pupilIds.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.Id).ForUpdate().ToListAsync(ct);

        // New children get their codes in one order, and are looked for once more in it: of two lists with one child the second finds the first's file.
        if (rows.Exists(r => r.Fate == ImportFate.New)) await codes.Hold(await AcademyOf(school, ct), year, ct);

        var verdicts = await judge.Judge(import, rows, user: null, today, ct);
        var writing = new List<(PupilImportRow Row, Verdict Verdict)>();
        foreach (var row in rows.Where(r => r.Fate is ImportFate.New or ImportFate.Enroll or ImportFate.Seat or ImportFate.Move))
        {
            var verdict = isOpen ? verdicts[row.Number] : Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.closed"));
            if (verdict.Fate == row.Fate && verdict.PupilId == row.PupilId && verdict.ClassId == row.ClassId && verdict.FromClassId == row.FromClassId && verdict.Level == row.LevelCode && verdict.Stream == row.StreamCode) writing.Add((row, verdict));
            else row.Take(verdict.Writes ? Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.changed")) : verdict);
        }

        var made = await MakePupils(import, [.. writing.Where(w => w.Row.Fate == ImportFate.New)], now, ct);
        await MakeGuardians(import, made, today, ct);
        await Enroll(import, [.. writing.Where(w => w.Row.Fate is ImportFate.New or ImportFate.Enroll)], today, ct);
        await Seat(import, writing.ConvertAll(w => w.Row), now, today, ct);
        foreach (var (row, _) in writing) row.IsWritten = true;
        (import.State, import.DoneAt) = (ImportState.Done, now);
        (import.Created, import.Enrolled, import.Seated, import.Moved) = (Count(ImportFate.New), Count(ImportFate.Enroll), Count(ImportFate.Seat), Count(ImportFate.Move));
        await db.SaveChangesAsync(ct);
        return writing.Count;

        int Count(ImportFate fate) => writing.Count(w => w.Row.Fate == fate);
    }

    /// <summary>Takes a written list back, exactly; refused when something has been built on it since, with who.</summary>
    public async Task<Refusal?> Undo(PupilImport import, int hours, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (import.State != ImportState.Done) return Refusal.Conflict("enrollments.import.undo.not-done");
        if (now - import.DoneAt > TimeSpan.FromHours(hours)) return Refusal.Conflict("enrollments.import.undo.late", hours).Next("enrollments.import.undo.late.next");
        var rows = await db.PupilImportRows.Where(r => r.ImportId == import.Id && r.IsWritten).ToListAsync(ct);
        // Files and places are held: nobody moves, seats or asks for one of these children while it is judged what stands on them.
        var pupils = rows.Select(r => r.PupilId!.Value).ToList();
        _ = await db.Pupils.Where(p => pupils.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.Id).ForUpdate().ToListAsync(ct);
        var enrollmentIds = rows.ConvertAll(r => r.EnrollmentId!.Value);
        var enrollments = (await db.Enrollments.Where(e => enrollmentIds.Contains(e.Id)).OrderBy(e => e.Id).ForUpdate().ToListAsync(ct)).ToDictionary(e => e.Id);
        var made = rows.Where(r => r.Fate == ImportFate.New).Select(r => r.PupilId!.Value).ToList();
        var guardians = rows.Select(r => r.MadeGuardianId).OfType<long>().ToList();

        var touched = rows.Where(r => !enrollments.TryGetValue(r.EnrollmentId!.Value, out var line) || line.Version != r.EnrollmentVersion).Select(r => r.PupilId!.Value).ToHashSet();
        touched.UnionWith(await Dependence.OfPupils(db, made, ct));
        touched.UnionWith(await Dependence.OfSeats(db, import, rows, enrollmentIds, ct));
        touched.UnionWith(await db.Pupils.Where(p => made.Contains(p.Id) && p.Version > 0).Select(p => p.Id).ToListAsync(ct));
        var links = await db.Guardianships.Where(g => made.Contains(g.PupilId)).ToListAsync(ct);
        touched.UnionWith(links.Where(l => l.Version > 0 || l.StartsOn != MoroccanDay.Of(import.DoneAt!.Value)).Select(l => l.PupilId));
        // A guardian who stands for somebody else by now, or has an account, is somebody's; the child's row says it.
        var others = await db.Guardians.Where(g => guardians.Contains(g.Id) && (g.Version > 0 || db.Accounts.Any(a => a.GuardianId == g.Id) || db.Guardianships.Any(l => l.GuardianId == g.Id && !made.Contains(l.PupilId)))).Select(g => g.Id).ToListAsync(ct);
        touched.UnionWith(rows.Where(r => r.MadeGuardianId is { } guardian && others.Contains(guardian)).Select(r => r.PupilId!.Value));
        if (touched.Count > 0)
        {
            var some = touched.Order().Take(MostNamed).ToList();
            var names = await db.Pupils.Where(p => some.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.LastNameAr + " " + p.FirstNameAr + " (" + p.MassarCode + ")").ToListAsync(ct);
            return Refusal.Conflict("enrollments.import.undo.depends", touched.Count, string.Join(" – ", names)).Next("enrollments.import.undo.depends.next");
        }

        db.ClassMoves.RemoveRange(await db.ClassMoves.Where(m => enrollmentIds.Contains(m.EnrollmentId) && m.At == import.DoneAt).ToListAsync(ct));
        var taken = await TakenNumbers(rows, enrollmentIds, ct);
        foreach (var row in rows)
        {
            var line = enrollments[row.EnrollmentId!.Value];
            if (row.Fate == ImportFate.Seat) (line.ClassId, line.OrderInClass) = (null, 0);
            else if (row.Fate == ImportFate.Move) (line.ClassId, line.OrderInClass) = (row.FromClassId, taken[row.FromClassId!.Value].Add(row.FromOrder!.Value) ? row.FromOrder.Value : Behind(taken[row.FromClassId.Value]));
            else db.Enrollments.Remove(line);
        }

        db.Guardianships.RemoveRange(links);
        db.Guardians.RemoveRange(await db.Guardians.Where(g => guardians.Contains(g.Id)).ToListAsync(ct));
        db.Pupils.RemoveRange(await db.Pupils.Where(p => made.Contains(p.Id)).ToListAsync(ct));
        foreach (var row in rows)
        {
            if (row.Fate == ImportFate.New) row.PupilId = null;
            (row.IsWritten, row.EnrollmentId, row.EnrollmentVersion, row.MadeGuardianId, row.FromOrder) = (false, null, null, null, null);
        }

        (import.State, import.UndoneAt) = (ImportState.Undone, now);
        await db.SaveChangesAsync(ct);
        return null;
    }

    // Numbers in the lists of the classes that moved pupils come back to: somebody else may have got one meanwhile.
    private async Task<Dictionary<int, HashSet<int>>> TakenNumbers(IReadOnlyList<PupilImportRow> rows, List<long> coming, CancellationToken ct)
    {
        var classes = rows.Where(r => r.Fate == ImportFate.Move).Select(r => r.FromClassId!.Value).Distinct().ToList();
        if (classes.Count == 0) return [];
        _ = await db.Classes.Where(c => classes.Contains(c.Id)).OrderBy(c => c.Id).Select(c => c.Id).ForUpdate().ToListAsync(ct);
        var taken = await db.Enrollments.Where(e => e.ClassId != null && classes.Contains(e.ClassId.Value) && !coming.Contains(e.Id)).Select(e => new { Class = e.ClassId!.Value, e.OrderInClass }).ToListAsync(ct);
        return classes.ToDictionary(c => c, c => taken.Where(t => t.Class == c).Select(t => t.OrderInClass).ToHashSet());
    }

    private static int Behind(HashSet<int> taken)
    {
        var next = taken.Max() + 1;
        taken.Add(next);
        return next;
    }

    private async Task<List<(PupilImportRow Row, Verdict Verdict)>> MakePupils(PupilImport import, List<(PupilImportRow Row, Verdict Verdict)> rows, DateTime now, CancellationToken ct)
    {
        if (rows.Count == 0) return rows;
        var school = import.SchoolId;
        var issued = await codes.Issue(await AcademyOf(school, ct), import.SchoolYearId, rows.Count, ct);
        var pupils = rows.Zip(issued, (row, code) =>
        {
            var pupil = new Pupil
            {
                MassarCode = code,
                FirstNameAr = "",
                LastNameAr = "",
                FirstNameLatin = "",
                LastNameLatin = "",
                SearchKey = "",
                Sex = Sex.Male,
                BirthDate = default,
                BirthPlaceAr = "",
                CreatedAt = now,
            };
            row.Verdict.Identity!.WriteTo(pupil);
            db.Pupils.Add(pupil);
            return pupil;
        }).ToList();
        await db.SaveChangesAsync(ct);
        foreach (var (row, pupil) in rows.Zip(pupils)) row.Row.PupilId = pupil.Id;
        return rows;
    }

    private Task<string> AcademyOf(int school, CancellationToken ct) =>
        db.Places.Where(p => p.Kind == PlaceKind.Academy && db.Places.Any(s => s.Id == school && s.Path.StartsWith(p.Path))).Select(p => p.Code).SingleAsync(ct);

    // Somebody with this identity card, or by name and telephone the guardian of another pupil of the school, is the same person.
    private async Task MakeGuardians(PupilImport import, List<(PupilImportRow Row, Verdict Verdict)> made, DateOnly today, CancellationToken ct)
    {
        var named = made.Where(m => m.Verdict.Guardian is not null).ToList();
        if (named.Count == 0) return;
        var (school, year) = (import.SchoolId, import.SchoolYearId);
        var cards = named.Select(n => n.Verdict.Guardian!.Cin).OfType<string>().Distinct().ToList();
        var phones = named.Select(n => n.Verdict.Guardian!.Phone).OfType<string>().Distinct().ToList();
        var known = await db.Guardians.Where(g => (g.Cin != null && cards.Contains(g.Cin))
            || (g.Cin == null && g.Phone != null && phones.Contains(g.Phone) && db.Guardianships.Any(l => l.GuardianId == g.Id && db.Enrollments.Any(e => e.PupilId == l.PupilId && e.SchoolId == school && e.SchoolYearId == year)))).OrderBy(g => g.Id).ToListAsync(ct);
        var people = new Dictionary<string, Guardian>(StringComparer.Ordinal);
        foreach (var guardian in known) people.TryAdd(guardian.Cin ?? $"{ArabicFolding.Fold(guardian.FullNameAr)}|{guardian.Phone}", guardian);
        var added = new List<(PupilImportRow Row, Guardian Guardian)>();
        foreach (var (row, verdict) in named)
        {
            var typed = verdict.Guardian!;
            // Without card and telephone nobody can be told from somebody of the same name.
            if (typed is { Cin: null, Phone: null } || !people.TryGetValue(typed.Key, out var guardian))
            {
                guardian = new Guardian { LastNameAr = typed.LastNameAr, FirstNameAr = typed.FirstNameAr, LastNameLatin = typed.LastNameLatin, FirstNameLatin = typed.FirstNameLatin, Cin = typed.Cin, Phone = typed.Phone };
                db.Guardians.Add(guardian);
                people.TryAdd(typed.Key, guardian);
                added.Add((row, guardian));
            }
        }

        await db.SaveChangesAsync(ct);
        foreach (var (row, guardian) in added) row.MadeGuardianId = guardian.Id;
        var own = added.ToDictionary(a => a.Row.Number, a => a.Guardian);
        foreach (var (row, verdict) in named)
            db.Guardianships.Add(new Guardianship
            {
                GuardianId = (own.TryGetValue(row.Number, out var guardian) ? guardian : people[verdict.Guardian!.Key]).Id,
                PupilId = row.PupilId!.Value,
                Quality = verdict.Guardian!.Quality,
                State = GuardianshipState.Active,
                StartsOn = today,
            });
        await db.SaveChangesAsync(ct);
    }

    private async Task Enroll(PupilImport import, List<(PupilImportRow Row, Verdict Verdict)> rows, DateOnly today, CancellationToken ct)
    {
        var (school, year) = (import.SchoolId, import.SchoolYearId);
        var starts = await db.SchoolYears.Where(y => y.Id == year).Select(y => y.StartsOn).SingleAsync(ct);
        var ids = rows.ConvertAll(r => r.Row.PupilId!.Value);
        var before = (await db.Enrollments.Where(e => e.SchoolId == school && e.SchoolYearId < year && ids.Contains(e.PupilId)).Select(e => e.PupilId).Distinct().ToListAsync(ct)).ToHashSet();
        var lines = rows.ConvertAll(r => new Enrollment
        {
            PupilId = r.Row.PupilId!.Value,
            SchoolYearId = year,
            SchoolId = school,
            LevelCode = r.Verdict.Level,
            StreamCode = r.Verdict.Stream,
            State = today >= starts ? EnrollmentState.Active : EnrollmentState.Expected,
            Kind = before.Contains(r.Row.PupilId!.Value) ? EnrollmentKind.ReEnrolled : EnrollmentKind.New,
            EnteredOn = today >= starts ? today : starts,
        });
        db.Enrollments.AddRange(lines);
        await db.SaveChangesAsync(ct);
        foreach (var (row, line) in rows.Zip(lines)) row.Row.EnrollmentId = line.Id;
    }

    // In the order of the list, behind who sits there.
    private async Task Seat(PupilImport import, IReadOnlyList<PupilImportRow> rows, DateTime now, DateOnly today, CancellationToken ct)
    {
        var (school, year) = (import.SchoolId, import.SchoolYearId);
        var pupils = rows.Select(r => r.PupilId!.Value).ToList();
        var lines = await db.Enrollments.Where(e => e.SchoolId == school && e.SchoolYearId == year && pupils.Contains(e.PupilId) && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)).ToDictionaryAsync(e => e.PupilId, ct);
        var classes = rows.Select(r => r.ClassId).OfType<int>().Distinct().ToList();
        var last = await db.Enrollments.Where(e => e.ClassId != null && classes.Contains(e.ClassId.Value)).GroupBy(e => e.ClassId!.Value).Select(g => new { Class = g.Key, Order = g.Max(e => e.OrderInClass) }).ToDictionaryAsync(g => g.Class, g => g.Order, ct);
        foreach (var row in rows)
        {
            var line = lines[row.PupilId!.Value];
            row.EnrollmentId = line.Id;
            if (row.ClassId is not { } made) continue;
            if (row.Fate == ImportFate.Move) row.FromOrder = line.OrderInClass;
            // A first seat is from the first day; a move from today, as long as the pupil has come.
            var from = row.Fate == ImportFate.Move && today > line.EnteredOn ? today : line.EnteredOn;
            (line.ClassId, line.OrderInClass) = (made, last[made] = last.GetValueOrDefault(made) + 1);
            db.ClassMoves.Add(new ClassMove { SchoolId = school, EnrollmentId = line.Id, PupilId = line.PupilId, FromClassId = row.FromClassId, ToClassId = made, StartsOn = from, ByAccountId = import.ConfirmedByAccountId ?? import.ByAccountId, At = now });
        }

        await db.SaveChangesAsync(ct);
        foreach (var row in rows) row.EnrollmentVersion = lines[row.PupilId!.Value].Version;
    }
}

/// <summary>What has been built on pupils and enrollments: every table that names one is asked, so that none is forgotten.</summary>
public static class Dependence
{
    // Written by the import itself, or by looking; each of them is looked at for itself.
    private static readonly HashSet<Type> Own = [typeof(Enrollment), typeof(Guardianship), typeof(ClassMove), typeof(PupilImportRow)];

    /// <summary>Which of these files anything else names.</summary>
    public static async Task<HashSet<long>> OfPupils(MassarDb db, List<long> pupils, CancellationToken ct)
    {
        if (pupils.Count == 0) return [];
        var named = await NamedRows.Named(db, "PupilId", Own, pupils, ct);
        named.UnionWith(await db.PupilMerges.Where(m => pupils.Contains(m.KeptId)).Select(m => m.KeptId).ToListAsync(ct));
        named.UnionWith(await db.PupilMerges.Where(m => pupils.Contains(m.OtherId)).Select(m => m.OtherId).ToListAsync(ct));
        return named;
    }

    /// <summary>Whose marks, absences, papers, moves or passage since the list was written stand on the places it gave.</summary>
    public static async Task<HashSet<long>> OfSeats(MassarDb db, PupilImport import, IReadOnlyList<PupilImportRow> rows, List<long> enrollments, CancellationToken ct)
    {
        var (school, done, pupils) = (import.SchoolId, import.DoneAt, rows.Select(r => r.PupilId!.Value).ToList());
        var classes = rows.Select(r => r.ClassId).OfType<int>().Distinct().ToList();
        var seats = rows.Where(r => r.ClassId is not null).Select(r => (r.PupilId!.Value, r.ClassId!.Value)).ToHashSet();
        // Who was moved had a seat before, which says nothing against the way back.
        var named = (await db.ClassMoves.Where(m => enrollments.Contains(m.EnrollmentId) && m.At > done).Select(m => m.PupilId).ToListAsync(ct)).ToHashSet();
        var marks = await (
            from m in db.Marks
            where pupils.Contains(m.PupilId)
            join a in db.Assessments on m.AssessmentId equals a.Id
            where classes.Contains(a.ClassId)
            select new { m.PupilId, a.ClassId }).Distinct().ToListAsync(ct);
        var absences = await db.Absences.Where(a => pupils.Contains(a.PupilId) && classes.Contains(a.ClassId)).Select(a => new { a.PupilId, a.ClassId }).Distinct().ToListAsync(ct);
        named.UnionWith(marks.Concat(absences).Where(s => seats.Contains((s.PupilId, s.ClassId))).Select(s => s.PupilId));
        named.UnionWith(await db.IssuedDocuments.Where(d => d.PlaceId == school && d.PupilId != null && pupils.Contains(d.PupilId.Value) && d.IssuedAt >= done).Select(d => d.PupilId!.Value).ToListAsync(ct));
        named.UnionWith(await db.Transfers.Where(t => enrollments.Contains(t.EnrollmentId) && (t.LiveKey != null || t.StateSince >= done)).Select(t => t.PupilId).ToListAsync(ct));
        named.UnionWith(await db.RollOverLines.Where(l => enrollments.Contains(l.EnrollmentId) && l.IsDone).Select(l => l.PupilId).ToListAsync(ct));
        return named;
    }
}
