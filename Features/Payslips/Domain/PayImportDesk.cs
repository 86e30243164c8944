using System.Text.Json;
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
    public async Task Check(PayImport import, IReadOnlyList<PayImportPerson> people, CancellationToken ct)
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
                else if (!found.IsHere) Wrong(person.Number, "other-academy");
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
        var live = await db.PayImports.Where(i => i.PlaceId == place && i.Id != id && i.LiveKey != null).OrderByDescending(i => i.Month).Select(i => (DateOnly?)i.Month).ToListAsync(ct);
        var today = MoroccanDay.Today(clock);
        if (live.Contains(import.Month)) blocked.Add(new Said("payslips.import.blocked.already", ShownMonth(import.Month)));
        else if (live.Count > 0 && import.Month != live[0]!.Value.AddMonths(1)) blocked.Add(new Said("payslips.import.blocked.order", ShownMonth(live[0]!.Value), ShownMonth(live[0]!.Value.AddMonths(1))));
        if (import.Month > new DateOnly(today.Year, today.Month, 1).AddMonths(1)) blocked.Add(new Said("payslips.import.blocked.future"));
        return blocked;
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
                foreach (var (person, month, _) in months) person.PayMonthId = month.Id;
                await db.SaveChangesAsync(ct);
            });
            foreach (var (_, month, carried) in months)
                foreach (var arrear in carried) arrear.PayMonthId = month.Id;
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
        var months = await db.PayMonths.Where(m => m.ImportId == id).OrderBy(m => m.Id).Select(m => m.Id).Take(most).ToListAsync(ct);
        await db.PayArrears.Where(a => a.PayMonthId != null && months.Contains(a.PayMonthId.Value)).ExecuteUpdateAsync(s => s.SetProperty(a => a.PayMonthId, (long?)null).SetProperty(a => a.Version, a => a.Version + 1), ct);
        await db.PayLines.Where(l => months.Contains(l.PayMonthId)).ExecuteDeleteAsync(ct);
        await db.PayEvents.Where(e => months.Contains(e.PayMonthId)).ExecuteDeleteAsync(ct);
        await db.PayMonths.Where(m => months.Contains(m.Id)).ExecuteDeleteAsync(ct);
        await db.PayImportPeople.Where(p => p.ImportId == id && p.PayMonthId != null && months.Contains(p.PayMonthId.Value)).ExecuteUpdateAsync(s => s.SetProperty(p => p.PayMonthId, (long?)null), ct);
        import.Written -= months.Count;
        var left = await db.PayMonths.CountAsync(m => m.ImportId == id, ct);
        if (left == 0) (import.State, import.UndoneAt, import.LiveKey) = (PayImportState.Undone, clock.GetUtcNow().UtcDateTime, null);
        await db.SaveChangesAsync(ct);
        return left;
    }

    // The situation of the month, the zone of the last month paid, and the differences of decisions that this month's lines carry.
    private async Task<List<(PayImportPerson Person, PayMonth Month, List<PayArrear> Carried)>> Months(PayImport import, List<PayImportPerson> people, CancellationToken ct)
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
        var made = new List<(PayImportPerson, PayMonth, List<PayArrear>)>();
        foreach (var person in people)
        {
            var of = staff[person.EmployeeId!.Value];
            var known = steps[of.Id].KnownAt(now);
            var step = known.On(month) ?? known.First(s => s.StartsOn < month.AddMonths(1));
            var lines = person.LineList.Select((l, i) => LineOf(l, i + 1, codes[l.Code], rates)).ToList();
            var brought = PayMonth.Brought(of.Id, of.PlaceId, month, step, of.Zone ?? of.IsUrban switch { true => "B", false => "C", null => "A" }, import.Id, lines, now);
            // Where a line is just what one decision makes due, it is that decision's.
            made.Add((person, brought, [.. waiting[of.Id].GroupBy(a => a.DecisionId).Where(g => lines.Exists(l => Arrears.IsArrears(l.Code) && l.Amount == g.Sum(a => a.Amount))).SelectMany(g => g)]));
        }

        return made;
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
