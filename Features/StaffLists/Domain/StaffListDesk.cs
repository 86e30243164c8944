using Massar.Features.Employees;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists.Domain;

/// <summary>
/// Holds a list's rows against the files, writes them and takes them back, each inside the caller's transaction. Only what the manager has
/// seen is written: a row that would do something else by then is set aside with its reason.
/// </summary>
public sealed class StaffListDesk(MassarDb db, StaffJudge judge, Facts facts, TimeProvider clock)
{
    /// <summary>Setting: hours in which a written list may be taken back.</summary>
    public const string UndoSetting = "undo-hours";

    public const string Prefix = "staff-lists.";

    private const int MostNamed = 3;

    /// <summary>Rows about people of other directorates that an office may ask about in a day: a list is no way to look for them.</summary>
    public const int MostElsewhere = 500;

    /// <summary>Looks at every row anew; refused where the office has asked too much about people of others.</summary>
    public async Task<Refusal?> Check(StaffList list, IReadOnlyList<StaffListRow> rows, CurrentUser user, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var verdicts = await judge.Judge(list, rows, user, now, ct);
        // How much was asked about others stands with the list, and so in the audit trail, when the rows are gone.
        var asked = rows.Count(r => AsksElsewhere(verdicts[r.Number].Problems) && !AsksElsewhere(r.ProblemList));
        var (place, since, id) = (list.PlaceId, now.AddDays(-1), list.Id);
        if (asked > 0 && asked + list.Elsewhere + await db.StaffLists.Where(l => l.PlaceId == place && l.CheckedAt >= since && l.Id != id).SumAsync(l => l.Elsewhere, ct) > MostElsewhere)
            return Refusal.Conflict("staff-lists.elsewhere.many", MostElsewhere).Next("staff-lists.elsewhere.many.next").Recorded();
        foreach (var row in rows) row.Take(verdicts[row.Number]);
        list.Elsewhere += asked;
        list.CheckedAt = now;
        return null;

        static bool AsksElsewhere(IReadOnlyList<StaffProblem> problems) => problems.Any(p => p.Key.EndsWith("elsewhere", StringComparison.Ordinal));
    }

    /// <summary>Hours in which a written list may be taken back, this year.</summary>
    public static async Task<int> UndoHours(MassarDb db, CancellationToken ct) => (await YearFigures.Current(db, Prefix, ct)).Number(UndoSetting, 48, 1, 24 * 30);

    /// <summary>Writes some more rows as they were seen; answers how many are left to look at. Done when it answers 0.</summary>
    public async Task<int> Run(int id, int most, CancellationToken ct)
    {
        var list = await db.StaffLists.Where(l => l.Id == id).ForUpdate().SingleAsync(ct);
        if (list.State != StaffListState.Running) return 0;
        var now = clock.GetUtcNow().UtcDateTime;
        var waiting = db.StaffListRows.Where(r => r.ListId == id && !r.IsWritten && (r.Fate == StaffFate.New || r.Fate == StaffFate.Change));
        var rows = await waiting.OrderBy(r => r.Number).Take(most).ToListAsync(ct);
        var left = await waiting.CountAsync(ct) - rows.Count;
        // Lists with new people or new card numbers are written one after the other in the whole country: of two with one person the second finds the first's file.
        if (rows.Exists(r => r.Fate == StaffFate.New || r.ChangeList.Any(c => c.Column == StaffColumn.Cin))) _ = await db.Places.Where(p => p.Kind == PlaceKind.Ministry).OrderBy(p => p.Id).Select(p => p.Id).Take(1).ForUpdate().ToListAsync(ct);
        var ids = rows.Select(r => r.EmployeeId).OfType<long>().Distinct().ToList();
        var staff = await db.Employees.Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id).ForUpdate().ToDictionaryAsync(e => e.Id, ct);

        var verdicts = await judge.Judge(list, rows, user: null, now, ct);
        var writing = new List<(StaffListRow Row, StaffVerdict Verdict)>();
        foreach (var row in rows)
        {
            var verdict = verdicts[row.Number];
            if (row.IsAsSeen(verdict)) writing.Add((row, verdict));
            else row.Take(verdict.Writes ? StaffVerdict.Refused(verdict.Entry, new StaffProblem(null, "staff-lists.wrong.changed")) : verdict);
        }

        foreach (var (row, verdict) in writing)
            if (row.Fate == StaffFate.Change) Write(row, staff[row.EmployeeId!.Value], verdict);
        var made = writing.Where(w => w.Row.Fate == StaffFate.New).Select(w => (w.Row, w.Verdict, Employee: Make(w.Verdict.Entry))).ToList();
        db.Employees.AddRange(made.Select(m => m.Employee));
        await db.SaveChangesAsync(ct);
        foreach (var (row, _, employee) in made) (row.EmployeeId, staff[employee.Id]) = (employee.Id, employee);
        await TakeOver(writing, now, ct);

        // Papers that waited for a name or a card number are issued with it.
        foreach (var (row, _) in writing.Where(w => w.Verdict.Changes.Any(c => c.Column is StaffColumn.Cin or StaffColumn.LastNameAr or StaffColumn.FirstNameAr or StaffColumn.LastNameLatin or StaffColumn.FirstNameLatin)))
            await facts.Tell(new EmployeeMended(row.EmployeeId!.Value), ct);
        foreach (var (row, _) in writing) (row.IsWritten, row.EmployeeVersion) = (true, staff[row.EmployeeId!.Value].Version);
        list.Created += made.Count;
        list.Changed += writing.Count - made.Count;
        if (left == 0) (list.State, list.DoneAt) = (StaffListState.Done, now);
        await db.SaveChangesAsync(ct);
        return left;
    }

    /// <summary>Why the signed-in person is not the one to confirm or take back: a row is about oneself or the family; null when it is right.</summary>
    public async Task<Refusal?> Own(int list, CurrentUser user, CancellationToken ct)
    {
        if (user.EmployeeId is not { } me) return null;
        var (own, cards) = (await Kinship.WithSelf(db, me, ct), await FamilyCards(db, me, ct));
        var isOwn = await db.StaffListRows.AnyAsync(r => r.ListId == list && (r.Fate == StaffFate.New || r.Fate == StaffFate.Change) && r.EmployeeId != null && own.Contains(r.EmployeeId.Value), ct);
        // Somebody of the family who has no file yet has a card.
        if (!isOwn && cards.Count > 0)
            isOwn = (await db.StaffListRows.AsNoTracking().Where(r => r.ListId == list && r.Fate == StaffFate.New).ToListAsync(ct)).Exists(r => r.Cells.TryGetValue(StaffColumn.Cin, out var card) && cards.Contains(Cin.Read(card)?.ToString() ?? ""));
        return isOwn ? Refusal.Conflict("staff-lists.own").Next("staff-lists.own.next").Recorded() : null;
    }

    /// <summary>Identity cards that an employee gave of the family, be they in a file of the staff or not.</summary>
    public static async Task<HashSet<string>> FamilyCards(MassarDb db, long employee, CancellationToken ct) =>
        [.. await db.EmployeeChildren.Where(c => c.EmployeeId == employee && c.OtherParentCin != null).Select(c => c.OtherParentCin!)
            .Union(db.FamilyEvents.Where(f => f.EmployeeId == employee && f.OtherCin != null).Select(f => f.OtherCin!)).ToListAsync(ct)];

    /// <summary>Takes a written list back, exactly; refused when something has been built on it since, with who.</summary>
    public async Task<Refusal?> Undo(StaffList list, CancellationToken ct)
    {
        var (now, hours) = (clock.GetUtcNow().UtcDateTime, await UndoHours(db, ct));
        if (list.State != StaffListState.Done) return Refusal.Conflict("staff-lists.undo.not-done").Next("staff-lists.undo.not-done.next");
        if (now - list.DoneAt > TimeSpan.FromHours(hours)) return Refusal.Conflict("staff-lists.undo.late", hours).Next("staff-lists.undo.late.next");
        var rows = await db.StaffListRows.Where(r => r.ListId == list.Id && r.IsWritten).OrderBy(r => r.Number).ToListAsync(ct);
        // The files are held: nobody decides anything about one of these people while it is judged what stands on them.
        var ids = rows.ConvertAll(r => r.EmployeeId!.Value);
        var staff = await db.Employees.Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id).ForUpdate().ToDictionaryAsync(e => e.Id, ct);
        var made = rows.Where(r => r.Fate == StaffFate.New).Select(r => r.EmployeeId!.Value).ToList();
        var taken = rows.Where(r => r.CareerStepId is not null || r.PostingId is not null).ToList();
        var (takenIds, since) = (taken.ConvertAll(r => r.EmployeeId!.Value), list.ConfirmedAt!.Value);

        var touched = rows.Where(r => !staff.TryGetValue(r.EmployeeId!.Value, out var employee) || employee.Version != r.EmployeeVersion).Select(r => r.EmployeeId!.Value).ToHashSet();
        touched.UnionWith(await NamedRows.Named(db, "EmployeeId", [typeof(CareerStep), typeof(Posting), typeof(StaffListRow), typeof(AuditSubject)], made, ct));
        // Another list that found one of the new files counts as well.
        touched.UnionWith(await db.StaffListRows.Where(r => r.ListId != list.Id && r.IsWritten && r.EmployeeId != null && made.Contains(r.EmployeeId.Value)).Select(r => r.EmployeeId!.Value).ToListAsync(ct));
        touched.UnionWith(await db.Decisions.Where(d => takenIds.Contains(d.EmployeeId) && d.CreatedAt >= since).Select(d => d.EmployeeId).ToListAsync(ct));
        // A paper with the name or the card number that the list wrote.
        touched.UnionWith(await db.IssuedDocuments.Where(d => d.EmployeeId != null && ids.Contains(d.EmployeeId.Value) && d.IssuedAt >= since).Select(d => d.EmployeeId!.Value).ToListAsync(ct));
        var steps = await db.CareerSteps.Where(s => takenIds.Contains(s.EmployeeId)).ToListAsync(ct);
        var postings = await db.Postings.Where(p => takenIds.Contains(p.EmployeeId)).ToListAsync(ct);
        var (ownSteps, ownPostings) = (taken.Select(r => r.CareerStepId).OfType<long>().ToHashSet(), taken.Select(r => r.PostingId).OfType<long>().ToHashSet());
        foreach (var row in taken)
            if ((row.CareerStepId is not null && steps.Exists(s => s.EmployeeId == row.EmployeeId && !ownSteps.Contains(s.Id))) || (row.PostingId is not null && postings.Exists(p => p.EmployeeId == row.EmployeeId && !ownPostings.Contains(p.Id))))
                touched.Add(row.EmployeeId!.Value);
        if (touched.Count > 0)
        {
            var some = touched.Order().Take(MostNamed).ToList();
            var names = await db.Employees.Where(e => some.Contains(e.Id)).OrderBy(e => e.Id).Select(e => e.LastNameAr + " " + e.FirstNameAr + " (" + e.Ppr + ")").ToListAsync(ct);
            return Refusal.Conflict("staff-lists.undo.depends", touched.Count, string.Join(" – ", names)).Next("staff-lists.undo.depends.next");
        }

        var oldIds = rows.Select(r => r.OldPlaceId).OfType<int>().Distinct().ToList();
        var paths = await db.Places.Where(p => oldIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Path, ct);
        db.CareerSteps.RemoveRange(steps.Where(s => ownSteps.Contains(s.Id)));
        db.Postings.RemoveRange(postings.Where(p => ownPostings.Contains(p.Id)));
        foreach (var row in rows)
        {
            var employee = staff[row.EmployeeId!.Value];
            if (row.Fate == StaffFate.New)
            {
                db.Employees.Remove(employee);
                row.EmployeeId = null;
            }
            else
            {
                foreach (var change in row.ChangeList) Put(employee, change.Column, change.Old);
                if (row.OldGradeCode is { } grade) employee.GradeCode = grade;
                if (row.OldPlaceId is { } place) (employee.PlaceId, employee.PlacePath) = (place, paths[place]);
                SearchAnew(employee);
            }

            (row.IsWritten, row.EmployeeVersion, row.CareerStepId, row.PostingId, row.OldGradeCode, row.OldPlaceId) = (false, null, null, null, null, null);
        }

        (list.State, list.UndoneAt) = (StaffListState.Undone, now);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static Employee Make(StaffEntry entry) => new()
    {
        Ppr = entry.Ppr!,
        Cin = entry.Cin!,
        LastNameAr = entry.LastNameAr!,
        FirstNameAr = entry.FirstNameAr!,
        LastNameLatin = entry.LastNameLatin!,
        FirstNameLatin = entry.FirstNameLatin!,
        SearchKey = ArabicFolding.SearchKey($"{entry.LastNameAr} {entry.FirstNameAr}", $"{entry.LastNameLatin} {entry.FirstNameLatin}").Stored,
        Sex = entry.Sex!.Value,
        BirthDate = entry.BirthDate!.Value,
        RecruitedOn = entry.RecruitedOn!.Value,
        MaritalStatus = entry.Marital!.Value,
        DisciplineCode = entry.Discipline,
        PensionNumber = entry.Pension,
        Phone = entry.Phone,
        PlaceId = entry.Place!.Id,
        PlacePath = entry.Place.Path,
        GradeCode = entry.Grade!.Code,
    };

    private static void Write(StaffListRow row, Employee employee, StaffVerdict verdict)
    {
        foreach (var change in verdict.Changes) Put(employee, change.Column, change.New);
        if (verdict.TakesSituation) (row.OldGradeCode, employee.GradeCode) = (employee.GradeCode, verdict.Entry.Grade!.Code);
        if (verdict.TakesPlace) (row.OldPlaceId, employee.PlaceId, employee.PlacePath) = (employee.PlaceId, verdict.Entry.Place!.Id, verdict.Entry.Place.Path);
        SearchAnew(employee);
    }

    private static void SearchAnew(Employee employee) => employee.SearchKey = ArabicFolding.SearchKey(employee.FullNameAr, employee.FullNameLatin).Stored;

    // What else a row changes is a situation or a workplace, which are lines of their own.
    private static void Put(Employee employee, StaffColumn column, string value)
    {
        switch (column)
        {
            case StaffColumn.Cin:
                employee.Cin = value;
                break;
            case StaffColumn.LastNameAr:
                employee.LastNameAr = value;
                break;
            case StaffColumn.FirstNameAr:
                employee.FirstNameAr = value;
                break;
            case StaffColumn.LastNameLatin:
                employee.LastNameLatin = value;
                break;
            case StaffColumn.FirstNameLatin:
                employee.FirstNameLatin = value;
                break;
            case StaffColumn.Discipline:
                employee.DisciplineCode = value.Length == 0 ? null : value;
                break;
            case StaffColumn.Pension:
                employee.PensionNumber = value.Length == 0 ? null : value;
                break;
            case StaffColumn.Phone:
                employee.Phone = value.Length == 0 ? null : value;
                break;
        }
    }

    // Taken over from the list, by no decision: what was true, and that it was learnt today.
    private async Task TakeOver(List<(StaffListRow Row, StaffVerdict Verdict)> writing, DateTime now, CancellationToken ct)
    {
        var (steps, postings) = (new List<(StaffListRow Row, CareerStep Step)>(), new List<(StaffListRow Row, Posting Posting)>());
        foreach (var (row, verdict) in writing)
        {
            var entry = verdict.Entry;
            if (verdict.TakesSituation)
                steps.Add((row, new CareerStep
                {
                    EmployeeId = row.EmployeeId!.Value,
                    StartsOn = entry.EchelonSince!.Value,
                    GradeCode = entry.Grade!.Code,
                    Echelle = entry.Grade.Echelle,
                    Echelon = entry.Step!.Echelon,
                    Index = entry.Step.Index,
                    PositionCode = entry.Position!,
                    LearntAt = now,
                }));
            if (verdict.TakesPlace)
                postings.Add((row, new Posting { EmployeeId = row.EmployeeId!.Value, PlaceId = entry.Place!.Id, PlacePath = entry.Place.Path, StartsOn = entry.PlacedOn!.Value, LearntAt = now }));
        }

        db.CareerSteps.AddRange(steps.Select(s => s.Step));
        db.Postings.AddRange(postings.Select(p => p.Posting));
        await db.SaveChangesAsync(ct);
        foreach (var (row, step) in steps) row.CareerStepId = step.Id;
        foreach (var (row, posting) in postings) row.PostingId = posting.Id;
    }
}
