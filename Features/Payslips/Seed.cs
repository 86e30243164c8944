using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips;

/// <summary>The pay of all staff: two years for the well-known people, half a year for the others.</summary>
public sealed class Seed : ISeed
{
    private const int Months = 24;
    private const int FewMonths = 6;

    public int Order => 145;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var rates = PayRates.From(await seeding.Db.Settings.AsNoTracking().Where(s => s.Code.StartsWith("pay.")).ToListAsync(ct));
        var draw = seeding.Draw("payslips");
        var births = (await seeding.Db.EmployeeChildren.AsNoTracking().Select(c => new { c.EmployeeId, c.BirthDate }).ToListAsync(ct)).ToLookup(c => c.EmployeeId, c => c.BirthDate);
        var married = (await seeding.Db.Employees.Where(e => e.MaritalStatus == MaritalStatus.Married).Select(e => e.Id).ToListAsync(ct)).ToHashSet();
        var urban = schools.Schools.Where(s => s.IsUrban).Select(s => s.Id).ToHashSet();
        var rural = schools.Schools.Where(s => !s.IsUrban).Select(s => s.Id).ToHashSet();
        var now = new DateOnly(years.Today.Year, years.Today.Month, 1);

        List<PayMonth> months = [];
        foreach (var employee in employees.Staff)
        {
            var isDemo = accounts.OfEmployee(employee.Id)?.Login.EndsWith(".demo", StringComparison.Ordinal) == true;
            var zone = urban.Contains(employee.PlaceId) ? "B" : rural.Contains(employee.PlaceId) ? "C" : "A";
            var other = draw.Bool(0.4f) ? draw.Number(4, 60) * 25 : 0;
            var stuck = draw.Bool(0.02f);
            for (var back = 0; back < (isDemo ? Months : FewMonths); back++)
            {
                var month = now.AddMonths(-back);
                if (month < new DateOnly(employee.RecruitedOn.Year, employee.RecruitedOn.Month, 1))
                    break;
                var children = births[employee.Id].Count(b => b <= month && b.AddYears(PayRates.ChildAge) > month);
                var (echelon, index) = At(employee, month, years);
                var pay = PayMonth.Begin(seeding.NextId<PayMonth>(), employee.Id, employee.PlaceId, month,
                    new PayCase(employee.Echelle, echelon, index, zone, employee.Role == Roles.Teacher, children, children + (married.Contains(employee.Id) ? 1 : 0), other), rates, Day(month, 3));
                Walk(pay, back, isStuck: isDemo ? back == 5 || (back == 1 && employee.Role == Roles.Teacher) : stuck && back < 2, isDemo ? 1 : draw.Number(PayMonth.Reasons.Count - 1), years.Today.Day);
                months.Add(pay);
            }

            if (months.Count >= 4_000)
                await Send();
        }

        await Send();

        async Task Send()
        {
            await seeding.Insert(months, ct);
            await seeding.Insert(months.SelectMany(m => m.Lines.Select(l => new PayLine { Id = seeding.NextId<PayLine>(), PayMonthId = m.Id, Order = l.Order, Code = l.Code, Amount = l.Amount, Basis = l.Basis })).ToList(), ct);
            await seeding.Insert(months.SelectMany(m => m.Events.Select(e => new PayEvent { Id = seeding.NextId<PayEvent>(), PayMonthId = m.Id, State = e.State, At = e.At, Office = e.Office, ReasonCode = e.ReasonCode, Reference = e.Reference })).ToList(), ct);
            months.Clear();
        }
    }

    /// <summary>Before the present échelon there was the one below.</summary>
    private static (int Echelon, int Index) At(SeededEmployee employee, DateOnly month, SeededYears years) =>
        month < employee.EchelonSince && employee.Echelon > 1
            ? (employee.Echelon - 1, years.Steps[employee.Echelle][employee.Echelon - 2].Index)
            : (employee.Echelon, employee.Index);

    private static void Walk(PayMonth pay, int back, bool isStuck, int reason, int today)
    {
        if (isStuck)
        {
            Move(PayState.Sent, "pay-office", 8);
            Move(PayState.Withheld, "treasury", 15, PayMonth.Reasons[reason]);
            if (back < 2)
                return;
            Move(PayState.Computed, "pay-office", 20);
        }

        // This month goes as far as its day of the month lets it.
        var reached = back == 0 ? today : 31;
        if (reached >= 9)
            Move(PayState.Sent, "pay-office", isStuck ? 21 : 9);
        if (reached >= 17)
            Move(PayState.Visaed, "treasury", isStuck ? 24 : 17, reference: $"V{pay.Month.Year % 100}{pay.Month.Month:00}{pay.EmployeeId % 100_000:00000}");
        if (reached >= 27)
            Move(PayState.Paid, "bank", 27);

        void Move(PayState to, string office, int day, string? reason = null, string? reference = null)
        {
            if (pay.Move(to, office, Day(pay.Month, day), reason, reference) is { } refusal)
                throw new InvalidOperationException($"The demo's month {pay.Month} was refused: {refusal.Reason.Key}");
        }
    }

    private static DateTime Day(DateOnly month, int day) => month.AddDays(day - 1).ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc);
}
