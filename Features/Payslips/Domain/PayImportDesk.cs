using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.Domain;

/// <summary>
/// Holds a pay file against the staff, writes it and takes it back, a part at a time, each part inside the caller's transaction. What a file
/// wrote is answered for by its one audited row: hash, sums, number of people; the lines themselves are in the payslips.
/// </summary>
public sealed class PayImportDesk(MassarDb db, TimeProvider clock)
{
    /// <summary>People written or taken back in one transaction.</summary>
    public const int Part = 100;

    private const int AtOnce = 1_000;

    /// <summary>Looks at every person of the file anew; those already written are left alone.</summary>
    /// <param name="reach">The place of the reader: that a number is another academy's is said of those below it alone.</param>
    public async Task Check(PayImport import, IReadOnlyList<PayImportPerson> people, CancellationToken ct, string? reach = null)
    {
        var codes = await db.PayLineCodes.AsNoTracking().ToDictionaryAsync(c => c.Code, ct);
        var (month, last, path) = (import.Month, import.Month.AddMonths(1).AddDays(-1), import.PlacePath);
        foreach (var part in people.Chunk(AtOnce))
        {
            var pprs = part.Select(p => p.Ppr).Where(Employee.IsPpr).ToList();
            var staff = (await db.Employees.AsNoTracking().Where(e => pprs.Contains(e.Ppr) && e.PlacePath != Employee.NotYet).Select(e => new
            {
                e.Id,
                e.Ppr,
                e.PlacePath,
                IsHere = e.PlacePath.StartsWith(path),
                HasMonth = db.PayMonths.Any(m => m.EmployeeId == e.Id && m.Month == month),
                HasSituation = db.CareerSteps.Any(s => s.EmployeeId == e.Id && s.StartsOn <= last),
            }).ToListAsync(ct)).ToDictionary(e => e.Ppr);
            foreach (var person in part)
            {
                var problems = new List<PayProblem>();
                void Wrong(int row, string key, params string[] args) => problems.Add(new PayProblem(row, $"payslips.import.wrong.{key}", args));
                person.EmployeeId = null;
                if (!Employee.IsPpr(person.Ppr)) Wrong(person.Number, "ppr");
                else if (!staff.TryGetValue(person.Ppr, out var found)) Wrong(person.Number, "unknown-ppr");
                else if (!found.IsHere) Wrong(person.Number, reach is not null && found.PlacePath.StartsWith(reach, StringComparison.Ordinal) ? "other-academy" : "unknown-ppr");
                else
                {
                    person.EmployeeId = found.Id;
                    if (found.HasMonth) Wrong(person.Number, "already");
                    if (!found.HasSituation) Wrong(person.Number, "no-situation");
                }

                var lines = person.LineList;
                foreach (var line in lines)
                {
                    if (line.Amount is null) Wrong(line.Row, "amount");
                    if (line.IsCredit is null) Wrong(line.Row, "kind");
                    if (!codes.TryGetValue(line.Code, out var code)) Wrong(line.Row, "unknown-code", line.Code.Length == 0 ? "–" : line.Code);
                    else if (line.IsCredit is { } isCredit && isCredit != code.IsCredit) Wrong(line.Row, code.IsCredit ? "is-credit" : "is-debit", line.Code);
                }

                foreach (var twice in lines.GroupBy(l => l.Code).Where(g => g.Key.Length > 0 && g.Count() > 1)) Wrong(twice.Last().Row, "twice", twice.Key);
                if (problems.Count == 0 && person.Debits > person.Credits) Wrong(person.Number, "negative");
                person.Take(problems);
            }
        }
    }

    /// <summary>What keeps the file as a whole from being written.</summary>
    public async Task<IReadOnlyList<Said>> Blocked(PayImport import, CancellationToken ct)
    {
        var blocked = new List<Said>();
        if (import.StatedLines != import.Lines) blocked.Add(new Said("payslips.import.blocked.lines", import.StatedLines?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–", import.Lines));
        if (import.StatedCredits != import.Credits) blocked.Add(new Said("payslips.import.blocked.credits", Shown(import.StatedCredits), Shown(import.Credits)));
        if (import.StatedDebits != import.Debits) blocked.Add(new Said("payslips.import.blocked.debits", Shown(import.StatedDebits), Shown(import.Debits)));
        var (place, id) = (import.PlaceId, import.Id);
        var live = await db.PayImports.AsNoTracking().Where(i => i.PlaceId == place && i.Id != id && i.LiveKey != null).OrderByDescending(i => i.Month).Select(i => new { i.Month, i.FileHash, i.State }).ToListAsync(ct);
        var today = MoroccanDay.Today(clock);
        var month = new DateOnly(today.Year, today.Month, 1);
        // A second file of a month is for those the first left out; the same file is not.
        if (live.Exists(i => i.Month == import.Month && i.FileHash == import.FileHash)) blocked.Add(new Said("payslips.import.blocked.already", ShownMonth(import.Month)));
        else if (live.Count > 0 && !live.Exists(i => i.Month == import.Month) && import.Month != live[0].Month.AddMonths(1)) blocked.Add(new Said("payslips.import.blocked.order", ShownMonth(live[0].Month), ShownMonth(live[0].Month.AddMonths(1))));
        else if (live.Count == 0 && import.Month < month.AddMonths(-1)) blocked.Add(new Said("payslips.import.blocked.past", ShownMonth(month.AddMonths(-1))));
        if (live.Exists(i => i.State == PayImportState.Undoing)) blocked.Add(new Said("payslips.import.blocked.undoing"));
        if (import.Month > month.AddMonths(1)) blocked.Add(new Said("payslips.import.blocked.future"));
        return blocked;
    }

    /// <summary>Holds the academy: of its files one after the other is confirmed, published or begun to be taken back.</summary>
    public async Task Hold(PayImport import, CancellationToken ct)
    {
        var place = import.PlaceId;
        _ = await db.Places.Where(p => p.Id == place).Select(p => p.Id).ForUpdate().ToListAsync(ct);
    }

    /// <summary>The key of the next part of the file's month. The academy is held.</summary>
    public async Task<string> FreeKey(PayImport import, CancellationToken ct)
    {
        var (place, month) = (import.PlaceId, import.Month);
        var taken = await db.PayImports.Where(i => i.PlaceId == place && i.Month == month && i.LiveKey != null).Select(i => i.LiveKey).ToListAsync(ct);
        return Enumerable.Range(1, taken.Count + 1).Select(import.KeyOf).First(k => !taken.Contains(k));
    }

    /// <summary>Writes the next people; answers how many are left. The last part makes the file done.</summary>
    public async Task<int> Write(int id, int most, CancellationToken ct)
    {
        var import = await db.PayImports.Where(i => i.Id == id).ForUpdate().SingleAsync(ct);
        if (import.State != PayImportState.Running) return 0;
        var people = await db.PayImportPeople.Where(p => p.ImportId == id && !p.IsWrong && p.PayMonthId == null).OrderBy(p => p.Number).Take(most).ToListAsync(ct);
        if (people.Count > 0)
        {
            // Somebody may have been paid, or have left, since the file was looked at.
            await Check(import, people, ct);
            var months = await Months(import, [.. people.Where(p => !p.IsWrong)], ct);
            await Unnoted(async () =>
            {
                db.PayMonths.AddRange(months.Select(m => m.Month));
                await db.SaveChangesAsync(ct);
                foreach (var (person, month, _, _) in months) person.PayMonthId = month.Id;
                await db.SaveChangesAsync(ct);
            });
            foreach (var (_, month, carried, owed) in months)
            {
                foreach (var arrear in carried) arrear.PayMonthId = month.Id;
                db.PayArrears.AddRange(owed);
            }

            import.Written += months.Count;
        }

        var left = await db.PayImportPeople.CountAsync(p => p.ImportId == id && !p.IsWrong && p.PayMonthId == null, ct);
        if (left == 0) (import.State, import.DoneAt) = (PayImportState.Done, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(ct);
        return left;
    }

    /// <summary>Begins to take a written file back; refused once it is published, or when something has been built on its months.</summary>
    public async Task<Refusal?> BeginUndo(PayImport import, CancellationToken ct)
    {
        if (import.State is not (PayImportState.Done or PayImportState.Running)) return Refusal.Conflict(import.State is PayImportState.Published ? "payslips.import.undo.published" : "payslips.import.undo.not-done").Next("payslips.import.undo.next");
        var (id, month) = (import.Id, import.Month);
        await Hold(import, ct);
        var place = import.PlaceId;
        if (await db.PayImports.AnyAsync(i => i.PlaceId == place && i.LiveKey != null && i.Month > month, ct)) return Refusal.Conflict("payslips.import.undo.later").Next("payslips.import.undo.later.next");
        var moved = await db.PayMonths.CountAsync(m => m.ImportId == id && m.State != PayState.Sent, ct);
        var since = import.ConfirmedAt;
        var owed = await db.PayArrears.CountAsync(a => a.Month == month && db.PayMonths.Any(m => m.ImportId == id && m.EmployeeId == a.EmployeeId) && db.Decisions.Any(d => d.Id == a.DecisionId && d.SignedAt >= since), ct);
        if (moved + owed > 0) return Refusal.Conflict("payslips.import.undo.depends", moved + owed).Next("payslips.import.undo.next");
        (import.State, import.Runs) = (PayImportState.Undoing, import.Runs + 1);
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Takes the next people back; answers how many are left. The last part frees the month.</summary>
    public async Task<int> Undo(int id, int most, CancellationToken ct)
    {
        var import = await db.PayImports.Where(i => i.Id == id).ForUpdate().SingleAsync(ct);
        if (import.State != PayImportState.Undoing) return 0;
        var months = await db.PayMonths.Where(m => m.ImportId == id && m.State == PayState.Sent).OrderBy(m => m.Id).Select(m => m.Id).Take(most).ForUpdate().ToListAsync(ct);
        // What was built on a month while the others were taken back stays: the file is then written again, with fewer people.
        var (month, since) = (import.Month, import.ConfirmedAt);
        var owed = await db.PayMonths.Where(m => months.Contains(m.Id) && db.PayArrears.Any(a => a.EmployeeId == m.EmployeeId && a.Month == month && (a.PayMonthId != null || db.Decisions.Any(d => d.Id == a.DecisionId && d.SignedAt >= since)))).Select(m => m.Id).ToListAsync(ct);
        months = [.. months.Except(owed)];
        // Differences about the month that were noted with it go with it.
        await db.PayArrears.Where(a => a.Month == month && db.PayMonths.Any(m => months.Contains(m.Id) && m.EmployeeId == a.EmployeeId)).ExecuteDeleteAsync(ct);
        await db.PayArrears.Where(a => a.PayMonthId != null && months.Contains(a.PayMonthId.Value)).ExecuteUpdateAsync(s => s.SetProperty(a => a.PayMonthId, (long?)null).SetProperty(a => a.Version, a => a.Version + 1), ct);
        await db.PayLines.Where(l => months.Contains(l.PayMonthId)).ExecuteDeleteAsync(ct);
        await db.PayEvents.Where(e => months.Contains(e.PayMonthId)).ExecuteDeleteAsync(ct);
        await db.PayMonths.Where(m => months.Contains(m.Id)).ExecuteDeleteAsync(ct);
        await db.PayImportPeople.Where(p => p.ImportId == id && p.PayMonthId != null && months.Contains(p.PayMonthId.Value)).ExecuteUpdateAsync(s => s.SetProperty(p => p.PayMonthId, (long?)null), ct);
        import.Written -= months.Count;
        var left = await db.PayMonths.CountAsync(m => m.ImportId == id, ct);
        if (left == 0) (import.State, import.UndoneAt, import.LiveKey) = (PayImportState.Undone, clock.GetUtcNow().UtcDateTime, null);
        else if (months.Count == 0) (import.State, left) = (PayImportState.Done, 0);
        await db.SaveChangesAsync(ct);
        return left;
    }

    // The situation of the month, the zone of the last month paid, and the differences of decisions that this month's lines carry.
    private async Task<List<(PayImportPerson Person, PayMonth Month, List<PayArrear> Carried, List<PayArrear> Owed)>> Months(PayImport import, List<PayImportPerson> people, CancellationToken ct)
    {
        if (people.Count == 0) return [];
        var (now, month) = (clock.GetUtcNow().UtcDateTime, import.Month);
        var ids = people.ConvertAll(p => p.EmployeeId!.Value);
        var codes = await db.PayLineCodes.AsNoTracking().ToDictionaryAsync(c => c.Code, ct);
        var rates = PayRates.Of(await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith(Setting.Pay)).ToListAsync(ct), month);
        var steps = (await db.CareerSteps.AsNoTracking().Where(s => ids.Contains(s.EmployeeId)).ToListAsync(ct)).ToLookup(s => s.EmployeeId);
        var staff = await db.Employees.AsNoTracking().Where(e => ids.Contains(e.Id)).Select(e => new
        {
            e.Id,
            e.PlaceId,
            Zone = db.PayMonths.Where(m => m.EmployeeId == e.Id && m.Month < month).OrderByDescending(m => m.Month).Select(m => m.Zone).FirstOrDefault(),
            IsUrban = db.Schools.Where(s => s.Id == e.PlaceId).Select(s => (bool?)s.IsUrban).FirstOrDefault(),
        }).ToDictionaryAsync(e => e.Id, ct);
        var waiting = (await db.PayArrears.Where(a => ids.Contains(a.EmployeeId) && a.PayMonthId == null && a.Month <= month).ToListAsync(ct)).ToLookup(a => a.EmployeeId);
        var decisions = (await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.EmployeeId) && d.SignedAt != null && d.Number != null && d.State != DecisionState.Withdrawn && d.EffectiveOn < month.AddMonths(1) && (d.OldIndex != d.NewIndex || d.Days != null))
            .OrderBy(d => d.SignedAt).ThenBy(d => d.Id).ToListAsync(ct)).ToLookup(d => d.EmployeeId);
        var made = new List<(PayImportPerson, PayMonth, List<PayArrear>, List<PayArrear>)>();
        foreach (var person in people)
        {
            var of = staff[person.EmployeeId!.Value];
            var known = steps[of.Id].KnownAt(now);
            var step = known.On(month) ?? known.First(s => s.StartsOn < month.AddMonths(1));
            var lines = person.LineList.Select((l, i) => LineOf(l, i + 1, codes[l.Code], rates)).ToList();
            var brought = PayMonth.Brought(of.Id, of.PlaceId, month, step, of.Zone ?? of.IsUrban switch { true => "B", false => "C", null => "A" }, import.Id, lines, now);
            made.Add((person, brought, Carried([.. waiting[of.Id]], lines), Owed(brought, [.. decisions[of.Id]], rates)));
        }

        return made;
    }

    // Where a line is just what one decision makes due, it is that decision's; one that may be of several is nobody's, and they wait.
    private static List<PayArrear> Carried(List<PayArrear> waiting, List<PayLine> lines) =>
        [.. waiting.GroupBy(a => a.DecisionId).GroupBy(g => g.Sum(a => a.Amount)).Where(same => same.Count() <= lines.Count(l => Arrears.IsArrears(l.Code) && l.Amount == same.Key)).SelectMany(same => same).SelectMany(g => g)];

    // A decision signed while the file was being made finds no month to correct, and its amounts are not in the lines: the difference is noted
    // with the month. The basic pay tells which index the lines were made of.
    private static List<PayArrear> Owed(PayMonth brought, IReadOnlyList<Decision> decisions, PayRates rates)
    {
        List<PayArrear> owed = [];
        foreach (var days in decisions.Where(d => d.Days is > 0 && d.WithdrawsId is null && d.EffectiveOn >= brought.Month))
            if (!brought.Lines.Exists(l => l.Code is "AbsenceDeduction" or "Withholding")) owed.Add(Arrears.Withheld(brought, days.Days!.Value, 0, days.Id, days.Number!));
        var moves = decisions.Where(d => d.OldIndex != d.NewIndex).ToList();
        if (brought.Lines.Find(l => l.Code == "BasicPay")?.Amount is not { } basic) return owed;
        var since = moves.FindLastIndex(d => Basic(d.OldIndex) == basic && Basic(d.NewIndex) != basic);
        if (since < 0) return owed;
        var first = moves[since];
        (brought.Echelle, brought.Echelon, brought.Index) = (first.Echelle, first.OldEchelon, first.OldIndex);
        var earlier = 0m;
        foreach (var move in moves.Skip(since))
            if (Arrears.Of(brought, move.NewIndex, move.NewEchelon, move.EffectiveOn, rates, earlier, 0, move.Id, move.Number!, echelle: move.NewEchelle) is { } difference)
            {
                owed.Add(difference);
                earlier += difference.Amount;
            }

        return owed;

        decimal Basic(int index) => PayRules.Compute(brought.AsPaid(0) with { Index = index }, rates).FirstOrDefault(i => i.Code == "BasicPay")?.Amount ?? 0;
    }

    private static PayLine LineOf(FileLine line, int order, PayLineCode code, PayRates rates) => new()
    {
        Order = order,
        Code = code.Element ?? PayLine.Other,
        FileCode = code.Code,
        Amount = code.IsCredit ? line.Amount!.Value : -line.Amount!.Value,
        Basis = JsonSerializer.Serialize(code.Element == "FamilyAllowance" ? ChildrenOf(line.Amount!.Value, rates) : []),
    };

    // How many children the amount is for, where the rates tell.
    private static string[] ChildrenOf(decimal amount, PayRates rates)
    {
        for (var children = 1; children <= rates.Children.Most; children++)
        {
            var (first, next) = (Math.Min(children, rates.Children.First), Math.Max(0, children - rates.Children.First));
            if (first * rates.FirstChildren + next * rates.NextChildren == amount)
                return [Whole(first), Whole((int)rates.FirstChildren), Whole(next), Whole((int)rates.NextChildren)];
        }

        return [];
    }

    // Of thousands of payslips the audit keeps the file's row, not each line.
    private async Task Unnoted(Func<Task> write)
    {
        db.Notes.IsOff = true;
        try
        {
            await write();
        }
        finally
        {
            db.Notes.IsOff = false;
        }
    }

    private static string Whole(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Shown(decimal? amount) => amount is { } known ? Formats.Number(known, 2) : "–";

    private static string ShownMonth(DateOnly month) => month.ToString("MM'/'yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
