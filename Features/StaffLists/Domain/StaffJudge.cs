using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists.Domain;

/// <summary>What a row would do.</summary>
/// <param name="Entry">The row as it was read.</param>
public sealed record StaffVerdict(StaffFate Fate, IReadOnlyList<StaffProblem> Problems, StaffEntry Entry, long? EmployeeId = null)
{
    public IReadOnlyList<StaffChange> Changes { get; init; } = [];

    public IReadOnlyList<StaffHint> Hints { get; init; } = [];

    /// <summary>The known file has no situation yet: the row gives the first one.</summary>
    public bool TakesSituation { get; init; }

    /// <summary>The known file has no workplace yet: the row gives the first one.</summary>
    public bool TakesPlace { get; init; }

    /// <summary>Writes something when it is confirmed.</summary>
    public bool Writes => Fate is StaffFate.New or StaffFate.Change;

    public static StaffVerdict Refused(StaffEntry entry, params StaffProblem[] problems) => new(StaffFate.Refused, problems, entry);
}

/// <summary>
/// Holds the rows of a list against the files of the staff. What a list may write: a new file with its first situation; the first situation of
/// a known file that has none; names, card number, subject, pension number, telephone. Grade, échelon, position, workplace and marital status of
/// who has them already are effects of signed decisions and declared events, and a list never sets them.
/// </summary>
public sealed class StaffJudge(MassarDb db)
{
    private const int MostAtOnce = 1_000;
    private const int MostDaysAtOnce = 60;
    private const int MostHints = 4;

    /// <summary>What each row would do today, by its number.</summary>
    /// <param name="user">Who decides: nothing is decided about oneself and one's family. Null where it was looked at before.</param>
    public async Task<IReadOnlyDictionary<int, StaffVerdict>> Judge(StaffList list, IReadOnlyList<StaffListRow> rows, CurrentUser? user, DateTime now, CancellationToken ct)
    {
        var today = MoroccanDay.Of(now);
        var words = await StaffWords.Of(db, list.PlacePath, rows, ct);
        var read = rows.Select(r => StaffEntry.Of(r, words, today)).ToList();
        if (read.Exists(r => r.HasMonthFirst)) read.ForEach(r => r.DoubtDays());
        var files = await Files.Of(db, list.PlacePath, read, user, now, ct);

        var verdicts = new Dictionary<int, StaffVerdict>();
        var (numbers, cards) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var entry in read)
        {
            var verdict = entry.Problems.Count > 0 ? StaffVerdict.Refused(entry, [.. entry.Problems]) : Of(entry, files, today);
            // The same person twice in a list is written once.
            if (verdict.Fate is not (StaffFate.Refused or StaffFate.Elsewhere))
            {
                var key = verdict.EmployeeId is { } id ? $"e{id}" : entry.Ppr!;
                if (!numbers.TryAdd(key, entry.Row.Number)) verdict = Twice(entry, StaffColumn.Ppr, numbers[key]);
                else if (entry.Cin is { } card && !cards.TryAdd(card, entry.Row.Number)) verdict = Twice(entry, StaffColumn.Cin, cards[card]);
            }

            verdicts[entry.Row.Number] = verdict;
        }

        return verdicts;
    }

    private static StaffVerdict Twice(StaffEntry entry, StaffColumn column, int row) =>
        StaffVerdict.Refused(entry, new StaffProblem(column, "staff-lists.wrong.twice", row.ToString(CultureInfo.InvariantCulture)));

    private static StaffVerdict Of(StaffEntry entry, Files files, DateOnly today)
    {
        var byNumber = files.ByPpr.GetValueOrDefault(entry.Ppr!);
        var byCard = entry.Cin is { } card ? files.ByCin[card].Where(f => f.Id != byNumber?.Id && !f.IsGone).ToList() : [];
        if (byNumber is not null)
        {
            if (byNumber.IsGone) return StaffVerdict.Refused(entry, new StaffProblem(StaffColumn.Ppr, "staff-lists.wrong.merged"));
            if (byNumber.IsNotYet) return StaffVerdict.Refused(entry, new StaffProblem(StaffColumn.Ppr, "staff-lists.wrong.recruited"));
            if (!byNumber.IsInReach) return new StaffVerdict(StaffFate.Elsewhere, [new StaffProblem(StaffColumn.Ppr, "staff-lists.wrong.elsewhere")], entry);
            // One number, another one's card: two files are in question, and a list cannot say which is right.
            if (byCard is [var owner, ..])
                return StaffVerdict.Refused(entry, owner.IsInReach ? new StaffProblem(StaffColumn.Cin, "staff-lists.wrong.card-of", owner.NameAr, owner.Ppr) : new StaffProblem(StaffColumn.Cin, "staff-lists.wrong.card-elsewhere"));
            return Known(entry, byNumber, files, today, isByNumber: true);
        }

        if (byCard.Find(f => !f.IsInReach) is { } far)
            return far.IsNotYet ? StaffVerdict.Refused(entry, new StaffProblem(StaffColumn.Cin, "staff-lists.wrong.recruited")) : new StaffVerdict(StaffFate.Elsewhere, [new StaffProblem(StaffColumn.Cin, "staff-lists.wrong.card-elsewhere")], entry);
        if (byCard is [var holder, ..])
            return entry.Row.ChosenEmployeeId == holder.Id ? Known(entry, holder, files, today, isByNumber: false) : Asks(entry, "staff-lists.wrong.card-known", byCard);

        var alike = files.Alike(entry);
        if (entry.Row.ChosenEmployeeId is { } chosen && alike.Find(a => a.Id == chosen && a.IsInReach) is { } file) return Known(entry, file, files, today, isByNumber: false);
        if (alike.Count > 0 && entry.Row.Word != StaffWord.Other) return Asks(entry, alike.Exists(a => a.IsInReach) ? "staff-lists.wrong.double" : "staff-lists.wrong.double-elsewhere", alike);
        return New(entry, files);
    }

    private static StaffVerdict New(StaffEntry entry, Files files)
    {
        var problems = new List<StaffProblem>();
        foreach (var (column, isThere) in (ReadOnlySpan<(StaffColumn, bool)>)
            [
                (StaffColumn.Cin, entry.Cin is not null), (StaffColumn.LastNameLatin, entry.LastNameLatin is not null), (StaffColumn.FirstNameLatin, entry.FirstNameLatin is not null), (StaffColumn.Sex, entry.Sex is not null),
                (StaffColumn.BirthDate, entry.BirthDate is not null), (StaffColumn.Marital, entry.Marital is not null), (StaffColumn.RecruitedOn, entry.RecruitedOn is not null),
                (StaffColumn.Grade, entry.Grade is not null), (StaffColumn.Echelon, entry.Echelon is not null), (StaffColumn.EchelonSince, entry.EchelonSince is not null), (StaffColumn.Position, entry.Position is not null),
                (StaffColumn.School, entry.Place is not null), (StaffColumn.PlacedOn, entry.PlacedOn is not null),
            ])
            if (!isThere) problems.Add(new StaffProblem(column, "staff-lists.wrong.needed-new"));
        if (entry.Cin is { } card && files.OwnCards.Contains(card)) problems.Add(new StaffProblem(null, "staff-lists.wrong.own"));
        if (entry.BirthDate >= entry.RecruitedOn) problems.Add(new StaffProblem(StaffColumn.RecruitedOn, "staff-lists.wrong.before-birth"));
        if (entry.RecruitedOn > files.StageFrom) problems.Add(new StaffProblem(StaffColumn.RecruitedOn, "staff-lists.wrong.recent"));
        problems.AddRange(Order(entry, entry.RecruitedOn));
        return problems.Count > 0 ? StaffVerdict.Refused(entry, [.. problems]) : new StaffVerdict(StaffFate.New, [], entry) { TakesSituation = true, TakesPlace = true };
    }

    // Nothing of a career lies before its beginning.
    private static IEnumerable<StaffProblem> Order(StaffEntry entry, DateOnly? recruited)
    {
        if (entry.EchelonSince < recruited) yield return new StaffProblem(StaffColumn.EchelonSince, "staff-lists.wrong.before-recruitment");
        if (entry.PlacedOn < recruited) yield return new StaffProblem(StaffColumn.PlacedOn, "staff-lists.wrong.before-recruitment");
    }

    private static StaffVerdict Known(StaffEntry entry, StaffFile file, Files files, DateOnly today, bool isByNumber)
    {
        if (files.Own.Contains(file.Id)) return StaffVerdict.Refused(entry, new StaffProblem(null, "staff-lists.wrong.own"));
        var (problems, changes) = (new List<StaffProblem>(), new List<StaffChange>());
        var isSameName = entry.FoldedName == file.FoldedName;
        var isSameCard = entry.Cin is { } typed && typed == file.Cin;
        if (isByNumber && !isSameCard && !isSameName) return StaffVerdict.Refused(entry, new StaffProblem(StaffColumn.Ppr, "staff-lists.wrong.other-person", file.NameAr));
        if (entry.Cin is { } listed && !isSameCard)
        {
            // A file that waits for its card number gets it.
            if (entry.Row.Word == StaffWord.ListCard || file.Cin.Length == 0) changes.Add(new StaffChange(StaffColumn.Cin, file.Cin, listed));
            else if (entry.Row.Word != StaffWord.FileCard) return new StaffVerdict(StaffFate.Ask, [new StaffProblem(StaffColumn.Cin, "staff-lists.wrong.other-card", file.Cin)], entry, file.Id);
        }

        Free(StaffColumn.LastNameAr, entry.LastNameAr, file.LastNameAr);
        Free(StaffColumn.FirstNameAr, entry.FirstNameAr, file.FirstNameAr);
        Free(StaffColumn.LastNameLatin, entry.LastNameLatin, file.LastNameLatin);
        Free(StaffColumn.FirstNameLatin, entry.FirstNameLatin, file.FirstNameLatin);
        Free(StaffColumn.Discipline, entry.Discipline, file.Discipline);
        Free(StaffColumn.Pension, entry.Pension, file.Pension);
        Free(StaffColumn.Phone, entry.Phone, file.Phone);
        Fixed(StaffColumn.Sex, entry.Sex is null || entry.Sex == file.Sex, "civil", "");
        Fixed(StaffColumn.BirthDate, entry.BirthDate is null || entry.BirthDate == file.BirthDate, "civil", Formats.ShortDate(file.BirthDate));
        Fixed(StaffColumn.RecruitedOn, entry.RecruitedOn is null || entry.RecruitedOn == file.RecruitedOn, "decided", Formats.ShortDate(file.RecruitedOn));
        Fixed(StaffColumn.Marital, entry.Marital is null || entry.Marital == file.Marital, "declared", "");

        var (takesSituation, takesPlace) = (false, false);
        if (files.Careers[file.Id].ToList() is { Count: > 0 } careers)
        {
            var now = careers.On(today) ?? careers[^1];
            Fixed(StaffColumn.Grade, entry.Grade is null || entry.Grade.Code == now.GradeCode, "decided", now.GradeCode);
            Fixed(StaffColumn.Echelon, entry.Echelon is null || entry.Echelon == now.Echelon, "decided", now.Echelon.ToString(CultureInfo.InvariantCulture));
            Fixed(StaffColumn.EchelonSince, entry.EchelonSince is null || careers.Exists(c => c.StartsOn == entry.EchelonSince && c.Echelon == now.Echelon && c.GradeCode == now.GradeCode), "decided", Formats.ShortDate(now.StartsOn));
            Fixed(StaffColumn.Position, entry.Position is null || entry.Position == now.PositionCode, "decided", now.PositionCode);
        }
        else if (entry.Grade is not null || entry.Echelon is not null || entry.EchelonSince is not null || entry.Position is not null)
        {
            takesSituation = true;
            foreach (var (column, value) in (ReadOnlySpan<(StaffColumn, string?)>)[(StaffColumn.Grade, entry.Grade?.Code), (StaffColumn.Echelon, entry.Step?.Echelon.ToString(CultureInfo.InvariantCulture)), (StaffColumn.EchelonSince, entry.EchelonSince is { } since ? Formats.ShortDate(since) : null), (StaffColumn.Position, entry.Position)])
                if (value is null) problems.Add(new StaffProblem(column, "staff-lists.wrong.needed-new"));
                else changes.Add(new StaffChange(column, "", value));
        }

        if (files.Workplaces[file.Id].ToList() is { Count: > 0 } worked)
        {
            var here = worked.HeldOn(today);
            Fixed(StaffColumn.School, entry.Place is null || entry.Place.Id == here?.PlaceId, "moved", files.CodeOf(here?.PlaceId));
            // A day before the known one would lie over another workplace, a later one would leave a gap.
            Fixed(StaffColumn.PlacedOn, entry.PlacedOn is null || entry.PlacedOn == here?.StartsOn, "overlaps", here is null ? "–" : Formats.ShortDate(here.StartsOn));
        }
        else if (files.Installed.Contains(file.Id))
        {
            // The decision is signed: the minutes of presence open the workplace.
            Fixed(StaffColumn.School, entry.Place is null, "moved", "–");
            Fixed(StaffColumn.PlacedOn, entry.PlacedOn is null, "moved", "–");
        }
        else if (entry.Place is not null || entry.PlacedOn is not null)
        {
            takesPlace = true;
            if (entry.Place is null) problems.Add(new StaffProblem(StaffColumn.School, "staff-lists.wrong.needed-new"));
            else changes.Add(new StaffChange(StaffColumn.School, "", entry.Place.Code));
            if (entry.PlacedOn is null) problems.Add(new StaffProblem(StaffColumn.PlacedOn, "staff-lists.wrong.needed-new"));
            else changes.Add(new StaffChange(StaffColumn.PlacedOn, "", Formats.ShortDate(entry.PlacedOn.Value)));
        }

        if (takesSituation || takesPlace) problems.AddRange(Order(entry, file.RecruitedOn));
        return problems.Count > 0 ? new StaffVerdict(StaffFate.Refused, problems, entry, file.Id)
            : changes.Count == 0 ? new StaffVerdict(StaffFate.Same, [], entry, file.Id)
            : new StaffVerdict(StaffFate.Change, [], entry, file.Id) { Changes = changes, TakesSituation = takesSituation, TakesPlace = takesPlace };

        void Free(StaffColumn column, string? value, string? known)
        {
            if (value is not null && value != known) changes.Add(new StaffChange(column, known ?? "", value));
        }

        void Fixed(StaffColumn column, bool isSame, string why, string known)
        {
            if (!isSame) problems.Add(new StaffProblem(column, $"staff-lists.wrong.{why}", known));
        }
    }

    private static StaffVerdict Asks(StaffEntry entry, string key, IReadOnlyList<StaffFile> files) => new(StaffFate.Ask, [new StaffProblem(null, key)], entry)
    {
        // Of a person elsewhere only that there is a file.
        Hints = [.. files.Where(f => f.IsInReach).Take(MostHints).Select(f => new StaffHint(f.Id, f.Ppr, f.NameAr, f.NameLatin)), .. files.Any(f => !f.IsInReach) ? [new StaffHint(0, "", "", "")] : (StaffHint[])[]],
    };

    private sealed record StaffFile(
        long Id, string Ppr, string Cin, string LastNameAr, string FirstNameAr, string LastNameLatin, string FirstNameLatin, string SearchKey, Massar.Features.Pupils.Domain.Sex Sex, DateOnly BirthDate, DateOnly RecruitedOn, MaritalStatus Marital,
        string? Discipline, string? Pension, string? Phone, string PlacePath, bool IsInReach)
    {
        public bool IsNotYet => PlacePath == Employee.NotYet;

        /// <summary>It went into another file of the same person.</summary>
        public bool IsGone => PlacePath == Employee.Gone;

        public string NameAr => $"{LastNameAr} {FirstNameAr}";

        public string NameLatin => $"{LastNameLatin} {FirstNameLatin}";

        public string FoldedName => SearchKey.Split('|')[0];
    }

    /// <summary>The files that the list may be about, asked for all rows together.</summary>
    private sealed class Files
    {
        private ILookup<DateOnly, StaffFile> byDay = Array.Empty<StaffFile>().ToLookup(f => f.BirthDate);
        private Dictionary<int, string> codes = [];

        public Dictionary<string, StaffFile> ByPpr { get; } = new(StringComparer.Ordinal);

        public ILookup<string, StaffFile> ByCin { get; private set; } = Array.Empty<StaffFile>().ToLookup(f => f.Cin);

        public ILookup<long, CareerStep> Careers { get; private set; } = Array.Empty<CareerStep>().ToLookup(s => s.EmployeeId);

        public ILookup<long, Posting> Workplaces { get; private set; } = Array.Empty<Posting>().ToLookup(p => p.EmployeeId);

        /// <summary>Who has a workplace to come by minutes of presence, or a career that a decision wrote.</summary>
        public HashSet<long> Installed { get; } = [];

        /// <summary>Recruited after this day: still in the stage, and so by a decision.</summary>
        public DateOnly StageFrom { get; private set; }

        /// <summary>Oneself and one's family.</summary>
        public HashSet<long> Own { get; private set; } = [];

        /// <summary>Cards of one's family, be they in no file yet.</summary>
        public HashSet<string> OwnCards { get; private set; } = [];

        public static async Task<Files> Of(MassarDb db, string path, IReadOnlyList<StaffEntry> rows, CurrentUser? user, DateTime now, CancellationToken ct)
        {
            var files = new Files();
            var found = new Dictionary<long, StaffFile>();
            foreach (var some in rows.Select(r => r.Ppr).OfType<string>().Distinct().Chunk(MostAtOnce))
                await Find(db.Employees.Where(e => some.Contains(e.Ppr)));
            foreach (var some in rows.Select(r => r.Cin).OfType<string>().Distinct().Chunk(MostAtOnce))
                await Find(db.Employees.Where(e => some.Contains(e.Cin)));
            foreach (var file in found.Values) files.ByPpr[file.Ppr] = file;
            files.ByCin = found.Values.ToLookup(f => f.Cin);

            // Who has neither a known number nor a known card may be known by name and birthday.
            var strangers = rows.Where(r => r is { Problems.Count: 0, Ppr: { } ppr, BirthDate: not null } && !files.ByPpr.ContainsKey(ppr) && (r.Cin is null || !files.ByCin.Contains(r.Cin))).ToList();
            foreach (var days in strangers.GroupBy(r => r.BirthDate!.Value).OrderBy(g => g.Key).Chunk(MostDaysAtOnce))
            {
                var births = days.Select(d => d.Key).ToList();
                var names = days.SelectMany(d => d).Select(r => r.FoldedName).Distinct().ToList();
#pragma warning disable CA1866 // only the search for a text has its word in SQL
                await Find(db.Employees.Where(e => births.Contains(e.BirthDate) && names.Contains(e.SearchKey.Substring(0, e.SearchKey.IndexOf("|")))));
#pragma warning restore CA1866
            }

            files.byDay = found.Values.ToLookup(f => f.BirthDate);
            var ids = found.Values.Where(f => f.IsInReach).Select(f => f.Id).ToList();
            var (careers, postings) = (new List<CareerStep>(), new List<Posting>());
            foreach (var some in ids.Chunk(MostAtOnce))
            {
                careers.AddRange(await db.CareerSteps.AsNoTracking().Where(s => some.Contains(s.EmployeeId)).ToListAsync(ct));
                files.Installed.UnionWith(await db.Installations.Where(i => some.Contains(i.EmployeeId)).Select(i => i.EmployeeId).ToListAsync(ct));
                postings.AddRange(await db.Postings.AsNoTracking().Where(p => some.Contains(p.EmployeeId)).ToListAsync(ct));
            }

            files.Installed.UnionWith(careers.Where(s => s.DecisionId is not null).Select(s => s.EmployeeId));
            var today = MoroccanDay.Of(now);
            files.StageFrom = today.AddMonths(-(await CareerFigures.Of(db, ReferenceFiles.YearOf(today), ct)).StageMonths);
            files.Careers = careers.GroupBy(s => s.EmployeeId).SelectMany(g => g.KnownAt(now)).ToLookup(s => s.EmployeeId);
            files.Workplaces = postings.GroupBy(p => p.EmployeeId).SelectMany(g => g.WorkedAt(now)).ToLookup(p => p.EmployeeId);
            var places = postings.Select(p => p.PlaceId).Distinct().ToList();
            files.codes = await db.Places.AsNoTracking().Where(p => places.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Code, ct);
            if (user?.EmployeeId is { } me)
            {
                files.Own = [.. await Kinship.WithSelf(db, me, ct)];
                files.OwnCards = await StaffListDesk.FamilyCards(db, me, ct);
            }

            return files;

            async Task Find(IQueryable<Employee> staff)
            {
                foreach (var file in await staff.AsNoTracking().Select(e => new StaffFile(
                        e.Id, e.Ppr, e.Cin, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin, e.SearchKey, e.Sex, e.BirthDate, e.RecruitedOn, e.MaritalStatus, e.DisciplineCode, e.PensionNumber, e.Phone, e.PlacePath, e.PlacePath.StartsWith(path))).ToListAsync(ct))
                    found[file.Id] = file;
            }
        }

        /// <summary>Files of the row's birthday with its name.</summary>
        public List<StaffFile> Alike(StaffEntry row) => row.BirthDate is { } day ? [.. byDay[day].Where(f => f.FoldedName == row.FoldedName && !f.IsNotYet && !f.IsGone).OrderByDescending(f => f.IsInReach).ThenBy(f => f.Id)] : [];

        public string CodeOf(int? place) => place is { } id && codes.TryGetValue(id, out var code) ? code : "–";
    }
}
