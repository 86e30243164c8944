using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>What a row would do.</summary>
/// <param name="Level">Where the pupil would be enrolled; empty for rows that enroll nobody.</param>
/// <param name="Identity">Of a new file.</param>
/// <param name="Guardian">Of a new file, where the row names one.</param>
public sealed record Verdict(
    ImportFate Fate, IReadOnlyList<RowProblem> Problems, long? PupilId = null, string Level = "", string Stream = "", int? ClassId = null, PupilIdentity? Identity = null, TypedGuardian? Guardian = null)
{
    /// <summary>Of a move: where the pupil sits.</summary>
    public int? FromClassId { get; init; }

    public IReadOnlyList<DoubleHint> Hints { get; init; } = [];

    /// <summary>Writes something when it is confirmed.</summary>
    public bool Writes => Fate is ImportFate.New or ImportFate.Enroll or ImportFate.Seat or ImportFate.Move;

    public static Verdict Refused(params RowProblem[] problems) => new(ImportFate.Refused, problems);
}

/// <summary>Who stands for a child, as the row names them; every part is as it is kept.</summary>
public sealed record TypedGuardian(GuardianQuality Quality, string LastNameAr, string FirstNameAr, string LastNameLatin, string FirstNameLatin, string? Cin, string? Phone)
{
    /// <summary>Two rows with the same are of one person.</summary>
    public string Key => Cin ?? $"{ArabicFolding.Fold($"{LastNameAr} {FirstNameAr}")}|{Phone}";
}

/// <summary>
/// Holds the rows of a list against the school's classes and the files of the whole country. A code counts only with the child's name and
/// birth date; whom another school has this year is never taken; whoever may have a file already is shown, not written. A platform's package tells
/// no birth dates: without one, only the school's own pupils are known by it.
/// </summary>
public sealed class ImportJudge(MassarDb db)
{
    private const int MostDaysAtOnce = 60;
    private const int MostHints = 5;

    private static readonly Dictionary<string, string> Qualities = Folded(("الأب", "Father"), ("أب", "Father"), ("père", "Father"), ("father", "Father"), ("الأم", "Mother"), ("أم", "Mother"), ("mère", "Mother"), ("mother", "Mother"),
        ("ولي", "Guardian"), ("الولي", "Guardian"), ("ولي الأمر", "Guardian"), ("الوصي", "Guardian"), ("tuteur", "Guardian"), ("tutrice", "Guardian"), ("guardian", "Guardian"));

    /// <summary>What each row would do today, by its number.</summary>
    /// <param name="user">Who decides: nothing is decided about one's own child. Null where it was looked at before.</param>
    public async Task<IReadOnlyDictionary<int, Verdict>> Judge(PupilImport import, IReadOnlyList<PupilImportRow> rows, CurrentUser? user, DateOnly today, CancellationToken ct)
    {
        var school = await Offer.Of(db, import, ct);
        var read = rows.Select(r => Reading.Of(r, school, today)).ToList();
        // One day that can only be read month first shows that the whole column may be: what could be two days is then neither.
        if (read.Exists(r => r.Birth is { IsMonthFirst: true }))
            foreach (var row in read.Where(r => r.Birth is { IsEither: true }))
                row.Problems.Add(new RowProblem(ImportColumn.BirthDate, "ui.list.day.either"));

        var files = await Files.Of(db, import, read, user, ct);
        var verdicts = new Dictionary<int, Verdict>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in read)
        {
            var verdict = row.Problems.Count > 0 ? Verdict.Refused([.. row.Problems, .. row.NoTarget is { } nowhere && row.HasPlace ? (RowProblem[])[nowhere] : []]) : Of(row, files, school);
            // The same child twice in a list is written once.
            if (verdict.Fate is not (ImportFate.Refused or ImportFate.Elsewhere))
            {
                var key = verdict.PupilId is { } id ? $"p{id}" : $"{row.Identity.BirthDate}|{row.FoldedName}";
                if (!seen.TryAdd(key, row.Row.Number))
                    verdict = Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.twice", seen[key].ToString(CultureInfo.InvariantCulture)));
            }

            verdicts[row.Row.Number] = verdict;
        }

        return verdicts;
    }

    private static Verdict Of(Reading row, Files files, Offer school)
    {
        if (row.Code is { } code)
        {
            // What a code leads to is said to nobody who shows no more than it, except to the school whose pupil it is.
            if (row.Birth is null)
                return files.ByCode.TryGetValue(code, out var pupil) && files.IsHere(pupil.Id) && IsNamed(row, pupil) ? Known(row, pupil.Id, files, school) : Verdict.Refused(new RowProblem(ImportColumn.BirthDate, "enrollments.import.wrong.birth-needed"));
            if (!files.ByCode.TryGetValue(code, out var known)) return Verdict.Refused(new RowProblem(ImportColumn.Code, "enrollments.import.wrong.no-file"));
            if (known.BirthDate != row.Birth!.Value.Day || !IsNamed(row, known))
                return Verdict.Refused(new RowProblem(ImportColumn.Code, "enrollments.import.wrong.other-child"));
            return Known(row, known.Id, files, school);
        }

        var alike = files.Alike(row);
        var isUnproven = false;
        if (row.Row.ChosenPupilId is { } chosen && alike.Find(a => a.Id == chosen) is { } file)
        {
            // A name and a birthday are known to many: whoever takes a child of another school has a paper of it, with its act of birth or its code.
            isUnproven = !file.IsSure && !files.WasHere(chosen);
            if (!isUnproven) return Known(row, chosen, files, school);
        }

        // The same name and day at this very school is the child itself: the list was brought in before, or the child entered by hand.
        if (!row.Row.IsOther && alike.Where(a => a.FoldedAr == row.FoldedName && files.IsHere(a.Id)).ToList() is [var here]) return Known(row, here.Id, files, school);
        if (alike.Count > 0 && !row.Row.IsOther)
            return new Verdict(ImportFate.Double, [new RowProblem(null, isUnproven ? "enrollments.import.wrong.unproven" : "enrollments.import.wrong.double")])
            {
                Hints = [.. alike.OrderByDescending(a => a.IsSure).ThenBy(a => a.Id).Take(MostHints).Select(a => files.Hint(a))],
            };
        if (row.Target is not { } target) return Verdict.Refused(row.NoTarget!);
        if (row.Guardian is { Cin: { } cin } named && files.Cards.TryGetValue(cin, out var name) && name != ArabicFolding.Fold($"{named.LastNameAr} {named.FirstNameAr}"))
            return Verdict.Refused(new RowProblem(ImportColumn.GuardianCin, "pupils.guardian.other-name"));
        return row.Guardian is { Cin: { } own } && own == files.OwnCard
            ? Verdict.Refused(new RowProblem(ImportColumn.GuardianCin, "enrollments.import.wrong.own"))
            : new Verdict(ImportFate.New, [], null, target.Level, target.Stream, target.ClassId, row.Identity, row.Guardian);
    }

    private static bool IsNamed(Reading row, FileHead file) => file.FoldedAr == row.FoldedName || (row.FoldedLatin.Length > 0 && file.FoldedLatin == row.FoldedLatin);

    private static Verdict Known(Reading row, long pupil, Files files, Offer school)
    {
        if (files.Own.Contains(pupil)) return Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.own"));
        if (files.Lines[pupil].Any(l => l.State == EnrollmentState.Deceased)) return Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.deceased"));
        var lines = files.Lines[pupil].Where(l => l.Year == school.Year).ToList();
        var live = lines.Find(l => l.State is EnrollmentState.Active or EnrollmentState.Expected);
        if ((live is not null && live.School != school.Id) || (live is null && lines.Exists(l => l.State == EnrollmentState.Interrupted && l.School != school.Id)))
            return new Verdict(ImportFate.Elsewhere, [new RowProblem(null, "enrollments.import.wrong.elsewhere")], pupil);
        if (files.Moving.Contains(pupil)) return Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.moving"));
        if (live is not null)
        {
            var made = row.Target?.ClassId is { } wanted ? school.Classes.First(c => c.Id == wanted) : null;
            if (row.NoTarget is not null && row.HasPlace) return Verdict.Refused(row.NoTarget);
            if (made is null || live.Class == made.Id) return new Verdict(ImportFate.Same, [], pupil);
            if (live.Class is not null && !school.Moves) return Verdict.Refused(new RowProblem(ImportColumn.Class, "enrollments.import.wrong.seated", school.Classes.FirstOrDefault(c => c.Id == live.Class)?.Name ?? "–"));
            return made.LevelCode != live.Level || made.StreamCode != live.Stream
                ? Verdict.Refused(new RowProblem(ImportColumn.Class, "enrollments.import.wrong.other-level", made.Name))
                : new Verdict(live.Class is null ? ImportFate.Seat : ImportFate.Move, [], pupil, live.Level, live.Stream, made.Id) { FromClassId = live.Class };
        }

        if (row.Target is not { } target) return Verdict.Refused(row.NoTarget!);
        // Who left here today cannot enter again on the same day: the line of today is there.
        return lines.Exists(l => l.School == school.Id && l.EnteredOn == school.EntersOn(row.Today))
            ? Verdict.Refused(new RowProblem(null, "enrollments.import.wrong.today"))
            : new Verdict(ImportFate.Enroll, [], pupil, target.Level, target.Stream, target.ClassId);
    }

    private static Dictionary<string, string> Folded(params (string Word, string Value)[] words) => words.ToDictionary(w => ArabicFolding.Fold(w.Word), w => w.Value);

    /// <summary>What the school has this year.</summary>
    /// <param name="Moves">A pupil who sits in another class than the row names is moved; otherwise refused.</param>
    private sealed record Offer(int Id, int Year, DateOnly YearStarts, bool Moves, IReadOnlyList<SchoolClass> Classes, IReadOnlyList<Level> Levels, IReadOnlyList<StudyStream> Streams)
    {
        public DateOnly EntersOn(DateOnly today) => today >= YearStarts ? today : YearStarts;

        public static async Task<Offer> Of(MassarDb db, PupilImport import, CancellationToken ct)
        {
            var (school, year) = (import.SchoolId, import.SchoolYearId);
            var starts = await db.SchoolYears.Where(y => y.Id == year).Select(y => y.StartsOn).SingleAsync(ct);
            var classes = await db.Classes.AsNoTracking().Where(c => c.SchoolId == school && c.SchoolYearId == year).OrderBy(c => c.Name).ToListAsync(ct);
            return new Offer(school, year, starts, import.Source == ImportSource.OneRoster, classes, await db.Levels.AsNoTracking().ToListAsync(ct), await db.StudyStreams.AsNoTracking().ToListAsync(ct));
        }

        /// <summary>Where a row's class, level and stream lead; or why nowhere.</summary>
        public (Target? Target, RowProblem? Problem) Find(string? typedClass, string? typedLevel, string? typedStream)
        {
            var level = typedLevel is null ? null : Levels.FirstOrDefault(l => IsNamed(typedLevel, l.Code, l.NameAr, l.NameFr));
            if (typedLevel is not null && level is null) return (null, new RowProblem(ImportColumn.Level, "enrollments.import.wrong.level"));
            var stream = typedStream is null ? null : Streams.FirstOrDefault(s => (level is null || s.LevelCode == level.Code) && IsNamed(typedStream, s.Code, s.NameAr, s.NameFr));
            if (typedStream is not null && stream is null) return (null, new RowProblem(ImportColumn.Stream, "enrollments.import.wrong.stream"));
            if (typedClass is not null)
            {
                var wanted = Compact(typedClass);
                if (Classes.FirstOrDefault(c => Compact(c.Name) == wanted) is not { } made) return (null, new RowProblem(ImportColumn.Class, "enrollments.import.wrong.class"));
                if ((level is not null && level.Code != made.LevelCode) || (stream is not null && stream.Code != made.StreamCode)) return (null, new RowProblem(ImportColumn.Class, "enrollments.import.wrong.other-level", made.Name));
                return (new Target(made.LevelCode, made.StreamCode, made.Id), null);
            }

            if (level is null) return (null, new RowProblem(ImportColumn.Class, "enrollments.import.wrong.no-place"));
            var offered = Classes.Where(c => c.LevelCode == level.Code).Select(c => c.StreamCode).Distinct().ToList();
            if (offered.Count == 0) return (null, new RowProblem(ImportColumn.Level, "enrollments.import.wrong.level-not-here"));
            if (stream is null && offered.Count > 1) return (null, new RowProblem(ImportColumn.Stream, "enrollments.import.wrong.stream-needed"));
            if (stream is not null && !offered.Contains(stream.Code)) return (null, new RowProblem(ImportColumn.Stream, "enrollments.import.wrong.level-not-here"));
            return (new Target(level.Code, stream?.Code ?? offered[0], null), null);
        }

        private static bool IsNamed(string typed, params string[] names) => ArabicFolding.Fold(typed) is var folded && names.Any(n => ArabicFolding.Fold(n) == folded);

        private static string Compact(string name) => string.Concat(Digits.ToLatin(name).Where(char.IsLetterOrDigit)).ToUpperInvariant();
    }

    private sealed record Target(string Level, string Stream, int? ClassId);

    /// <summary>A row, read.</summary>
    private sealed class Reading
    {
        public required PupilImportRow Row { get; init; }

        public required DateOnly Today { get; init; }

        public List<RowProblem> Problems { get; } = [];

        public string? Code { get; private set; }

        public ImportedDay? Birth { get; private set; }

        public required PupilIdentity Identity { get; init; }

        public TypedGuardian? Guardian { get; private set; }

        public Target? Target { get; private set; }

        public RowProblem? NoTarget { get; private set; }

        /// <summary>The row names a class or a level.</summary>
        public bool HasPlace { get; private init; }

        public string FoldedName => ArabicFolding.Fold($"{Identity.LastNameAr} {Identity.FirstNameAr}");

        public string FoldedLatin => ArabicFolding.FoldLatin($"{Identity.LastNameLatin} {Identity.FirstNameLatin}");

        public static Reading Of(PupilImportRow row, Offer school, DateOnly today)
        {
            var cells = row.Cells;
            string? At(ImportColumn column) => cells.TryGetValue(column, out var text) ? BidiSafe.CleanOrNull(text) : null;
            var birth = At(ImportColumn.BirthDate) is { } typed ? ImportedDay.Read(typed) : (ImportedDay?)null;
            var reading = new Reading
            {
                Row = row,
                Today = today,
                HasPlace = At(ImportColumn.Class) is not null || At(ImportColumn.Level) is not null,
                Identity = new PupilIdentity
                {
                    LastNameAr = At(ImportColumn.LastNameAr),
                    FirstNameAr = At(ImportColumn.FirstNameAr),
                    LastNameLatin = At(ImportColumn.LastNameLatin),
                    FirstNameLatin = At(ImportColumn.FirstNameLatin),
                    Sex = At(ImportColumn.Sex) is { } sex && SexWords.Read(sex) is { } read ? ((int)read).ToString(CultureInfo.InvariantCulture) : null,
                    BirthDate = birth?.Day is { } day ? TypedDay.Iso(day) : null,
                    BirthPlaceAr = At(ImportColumn.BirthPlaceAr),
                    BirthPlaceLatin = At(ImportColumn.BirthPlaceLatin),
                    BirthActNumber = At(ImportColumn.BirthActNumber),
                }.Cleaned(),
            };
            reading.Birth = birth;
            reading.Check(cells, At, school, today);
            return reading;
        }

        private void Check(IReadOnlyDictionary<ImportColumn, string> cells, Func<ImportColumn, string?> at, Offer school, DateOnly today)
        {
            foreach (var (column, text) in cells)
            {
                if (CellText.Wrong(text, isPhone: column == ImportColumn.GuardianPhone) is { } wrong) Problems.Add(new RowProblem(column, wrong));
            }

            if (Problems.Count > 0) return;
            if (at(ImportColumn.Code) is { } code)
            {
                Code = MassarCode.Read(code)?.Value;
                if (Code is null) Problems.Add(new RowProblem(ImportColumn.Code, "enrollments.import.wrong.code"));
            }

            if (Birth is not { } birth)
            {
                if (Code is null || !school.Moves) Problems.Add(new RowProblem(ImportColumn.BirthDate, "pupils.wrong.needed"));
            }
            else if (birth.Wrong is { } reason) Problems.Add(new RowProblem(ImportColumn.BirthDate, reason));
            else if (birth.Day > today) Problems.Add(new RowProblem(ImportColumn.BirthDate, "pupils.wrong.future"));

            // Of a child with a code the file says who it is; without one all of it is needed.
            foreach (var (field, said) in Identity.Wrong(today))
                if (Enum.TryParse<ImportColumn>(field, out var column) && column != ImportColumn.BirthDate && (Code is null || (column is ImportColumn.LastNameAr or ImportColumn.FirstNameAr && !(school.Moves && FoldedLatin.Length > 0 && at(column) is null))))
                    Problems.Add(new RowProblem(column, said.Key, [.. said.Args.Select(a => $"{a}")]));
            (Target, NoTarget) = school.Find(at(ImportColumn.Class), at(ImportColumn.Level), at(ImportColumn.Stream));
            if (Code is null) CheckGuardian(at);
        }

        private void CheckGuardian(Func<ImportColumn, string?> at)
        {
            ImportColumn[] ar = [ImportColumn.GuardianLastNameAr, ImportColumn.GuardianFirstNameAr], latin = [ImportColumn.GuardianLastNameLatin, ImportColumn.GuardianFirstNameLatin];
            if (!ar.Concat(latin).Append(ImportColumn.GuardianQuality).Append(ImportColumn.GuardianCin).Append(ImportColumn.GuardianPhone).Any(c => at(c) is not null)) return;
            var before = Problems.Count;
            foreach (var column in ar.Concat(latin))
                if (at(column) is not { Length: <= Pupil.NameLength } name || !(ar.Contains(column) ? NameLetters.AreArabic(name) : NameLetters.AreLatin(name)))
                    Problems.Add(new RowProblem(column, ar.Contains(column) ? "pupils.wrong.arabic" : "pupils.wrong.latin"));
            var quality = at(ImportColumn.GuardianQuality) is { } typed ? Qualities.GetValueOrDefault(ArabicFolding.Fold(typed)) : null;
            if (quality is null) Problems.Add(new RowProblem(ImportColumn.GuardianQuality, "enrollments.import.wrong.quality"));
            var cin = at(ImportColumn.GuardianCin) is { } card ? Cin.Read(card) : null;
            if (at(ImportColumn.GuardianCin) is not null && cin is null) Problems.Add(new RowProblem(ImportColumn.GuardianCin, "pupils.wrong.cin"));
            var phone = at(ImportColumn.GuardianPhone) is { } number ? MoroccanPhone.Read(number) : null;
            if (at(ImportColumn.GuardianPhone) is not null && phone is null) Problems.Add(new RowProblem(ImportColumn.GuardianPhone, "pupils.wrong.phone"));
            if (Problems.Count == before)
                Guardian = new TypedGuardian(Enum.Parse<GuardianQuality>(quality!), at(ar[0])!, at(ar[1])!, at(latin[0])!, at(latin[1])!, cin?.ToString(), phone?.E164);
        }
    }

    private sealed record FileHead(long Id, string MassarCode, string FoldedAr, string FoldedLatin, DateOnly BirthDate, string? Act, bool IsSure = false);

    private sealed record Line(long Pupil, int School, int Year, string Level, string Stream, int? Class, EnrollmentState State, DateOnly EnteredOn);

    /// <summary>The files that the list may be about, asked for all rows together.</summary>
    private sealed class Files(int school, int year)
    {
        private ILookup<DateOnly, FileHead> byDay = Array.Empty<FileHead>().ToLookup(f => f.BirthDate);
        private Dictionary<int, (string Ar, string Fr)> schools = [];

        public Dictionary<string, FileHead> ByCode { get; } = [];

        public ILookup<long, Line> Lines { get; private set; } = Array.Empty<Line>().ToLookup(l => l.Pupil);

        public HashSet<long> Moving { get; private set; } = [];

        public HashSet<long> Own { get; private set; } = [];

        public string? OwnCard { get; private set; }

        /// <summary>Identity card → folded name of the guardian who has it.</summary>
        public Dictionary<string, string> Cards { get; private set; } = [];

        public static async Task<Files> Of(MassarDb db, PupilImport import, IReadOnlyList<Reading> rows, CurrentUser? user, CancellationToken ct)
        {
            var files = new Files(import.SchoolId, import.SchoolYearId);
            var codes = rows.Select(r => r.Code).OfType<string>().Distinct().ToList();
            if (codes.Count > 0)
            {
                var found = await db.Pupils.AsNoTracking().Where(p => codes.Contains(p.MassarCode)).Select(p => new { p.Id, p.MassarCode, p.SearchKey, p.BirthDate, p.BirthActNumber }).ToListAsync(ct);
                var ids = found.ConvertAll(f => f.Id);
                // By an old code the file that stayed is found.
                var kept = await (
                    from m in db.PupilMerges
                    where m.State == MergeState.Done && ids.Contains(m.LiveKey ?? 0)
                    join p in db.Pupils on m.KeptId equals p.Id
                    select new { Old = m.LiveKey!.Value, p.Id, p.MassarCode, p.SearchKey, p.BirthDate, p.BirthActNumber }).AsNoTracking().ToDictionaryAsync(k => k.Old, ct);
                foreach (var file in found)
                    files.ByCode[file.MassarCode] = kept.TryGetValue(file.Id, out var stays) ? Head(stays.Id, stays.MassarCode, stays.SearchKey, stays.BirthDate, stays.BirthActNumber) : Head(file.Id, file.MassarCode, file.SearchKey, file.BirthDate, file.BirthActNumber);
            }

            var open = rows.Where(r => r is { Code: null, Problems.Count: 0 }).ToList();
            var alike = new List<FileHead>();
            foreach (var days in open.GroupBy(r => r.Birth!.Value.Day!.Value).OrderBy(g => g.Key).Chunk(MostDaysAtOnce))
            {
                var births = days.Select(d => d.Key).ToList();
                var names = days.SelectMany(d => d).Select(r => r.FoldedName).Distinct().ToList();
                // An act is written with or without the year of its register.
                var acts = days.SelectMany(d => d).Select(r => r.Identity.BirthActNumber?.Split('/')[0]).OfType<string>().Distinct().ToList();
#pragma warning disable CA1866 // only the search for a text has its word in SQL
                var found = await db.Pupils.AsNoTracking()
                    .Where(p => births.Contains(p.BirthDate) && !db.PupilMerges.Any(m => m.LiveKey == p.Id && m.State == MergeState.Done)
                        && (names.Contains(p.SearchKey.Substring(0, p.SearchKey.IndexOf("|"))) || acts.Contains(p.BirthActNumber!) || acts.Contains(p.BirthActNumber!.Substring(0, p.BirthActNumber!.IndexOf("/")))))
                    .Select(p => new { p.Id, p.MassarCode, p.SearchKey, p.BirthDate, p.BirthActNumber }).ToListAsync(ct);
#pragma warning restore CA1866
                alike.AddRange(found.Select(p => Head(p.Id, p.MassarCode, p.SearchKey, p.BirthDate, p.BirthActNumber)));
            }

            files.byDay = alike.ToLookup(f => f.BirthDate);
            var pupils = files.ByCode.Values.Concat(alike).Select(f => f.Id).Distinct().ToList();
            if (pupils.Count > 0)
            {
                var lines = await db.Enrollments.AsNoTracking().Where(e => pupils.Contains(e.PupilId)).OrderByDescending(e => e.SchoolYearId).ThenByDescending(e => e.Id)
                    .Select(e => new Line(e.PupilId, e.SchoolId, e.SchoolYearId, e.LevelCode, e.StreamCode, e.ClassId, e.State, e.EnteredOn)).ToListAsync(ct);
                files.Lines = lines.ToLookup(l => l.Pupil);
                var places = lines.Select(l => l.School).Distinct().ToList();
                files.schools = await db.Places.AsNoTracking().Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => (p.NameAr, p.NameFr), ct);
                files.Moving = [.. await db.Transfers.Where(t => t.LiveKey != null && pupils.Contains(t.LiveKey.Value)).Select(t => t.LiveKey!.Value).ToListAsync(ct)];
                if (user is not null) files.Own = [.. await db.Guardianships.OfPerson(user, db).Where(g => pupils.Contains(g.PupilId)).Select(g => g.PupilId).ToListAsync(ct)];
            }

            var cards = open.Select(r => r.Guardian?.Cin).OfType<string>().Distinct().ToList();
            if (cards.Count > 0)
            {
                files.Cards = (await db.Guardians.AsNoTracking().Where(g => g.Cin != null && cards.Contains(g.Cin)).OrderBy(g => g.Id).Select(g => new { g.Cin, g.LastNameAr, g.FirstNameAr }).ToListAsync(ct))
                    .GroupBy(g => g.Cin!).ToDictionary(g => g.Key, g => ArabicFolding.Fold($"{g.First().LastNameAr} {g.First().FirstNameAr}"));
                if (user?.EmployeeId is { } employee) files.OwnCard = await db.Employees.Where(e => e.Id == employee).Select(e => e.Cin).SingleOrDefaultAsync(ct);
            }

            return files;
        }

        /// <summary>Files of the row's day with its name, or its act of birth.</summary>
        public List<FileHead> Alike(Reading row) =>
            [.. byDay[row.Birth!.Value.Day!.Value].Select(f => f with { IsSure = BirthActs.AreSame(row.Identity.BirthActNumber, f.Act) }).Where(f => f.IsSure || f.FoldedAr == row.FoldedName)];

        public bool IsHere(long pupil) => Lines[pupil].Any(l => l.School == school && l.Year == year && l.State is EnrollmentState.Active or EnrollmentState.Expected);

        public bool WasHere(long pupil) => Lines[pupil].Any(l => l.School == school);

        public DoubleHint Hint(FileHead file)
        {
            var last = Lines[file.Id].FirstOrDefault();
            var isFiled = WasHere(file.Id);
            var (ar, fr) = last is null ? (null, null) : schools.TryGetValue(last.School, out var names) ? ((string?)names.Ar, (string?)names.Fr) : (null, null);
            return new DoubleHint(file.Id, isFiled ? file.MassarCode : MergeSide.Masked(file.MassarCode), ar, fr, file.IsSure);
        }

        private static FileHead Head(long id, string code, string key, DateOnly birth, string? act) => new(id, code, key.Split('|')[0], key.Split('|') is [_, var latin, ..] ? latin : "", birth, act);
    }
}
