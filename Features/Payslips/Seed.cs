using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Families.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
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

    /// <summary>Day of the month on which the pay goes to the finance ministry.</summary>
    private const int SentOn = 9;

    public int Order => 155;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var settings = await seeding.Db.Settings.AsNoTracking().Where(s => s.Code.StartsWith(Setting.Pay)).ToListAsync(ct);
        var draw = seeding.Draw("payslips");
        // Everything of the demo's families is taken over from paper or decided.
        var families = await FamilySituation.Of(seeding.Db, seeding.Db.Employees, ct);
        var urban = schools.Schools.Where(s => s.IsUrban).Select(s => s.Id).ToHashSet();
        var rural = schools.Schools.Where(s => !s.IsUrban).Select(s => s.Id).ToHashSet();
        var now = new DateOnly(years.Today.Year, years.Today.Month, 1);

        // Signed decisions reach the pay with the first month that is sent after their signature; what was sent before is arrears.
        var signed = (await seeding.Db.Decisions.AsNoTracking().Where(d => d.Number != null && d.OldIndex != d.NewIndex)
            .Select(d => new { d.Id, d.Number, d.EmployeeId, d.EffectiveOn, d.SignedAt, d.OldFrom, d.OldEchelon, d.OldIndex, d.NewEchelon, d.NewIndex }).ToListAsync(ct)).ToDictionary(d => d.EmployeeId);
        List<PayArrear> arrears = [];

        var ratesBack = Enumerable.Range(0, Months).Select(back => PayRates.Of(settings, now.AddMonths(-back))).ToList();

        List<PayMonth> months = [];
        foreach (var employee in employees.Staff)
        {
            var isDemo = accounts.OfEmployee(employee.Id)?.Login.EndsWith(".demo", StringComparison.Ordinal) == true;
            var zone = urban.Contains(employee.PlaceId) ? "B" : rural.Contains(employee.PlaceId) ? "C" : "A";
            var other = draw.Bool(0.4f) ? draw.Number(4, 60) * 25 : 0;
            var stuck = draw.Bool(0.02f);
            var decision = signed.GetValueOrDefault(employee.Id);
            var reached = decision?.SignedAt is { } at ? new DateOnly(at.Year, at.Month, 1).AddMonths(at.Day < SentOn ? 0 : 1) : default;
            List<PayArrear> owed = [];
            for (var back = (isDemo ? Months : FewMonths) - 1; back >= 0; back--)
            {
                var month = now.AddMonths(-back);
                if (month < new DateOnly(employee.RecruitedOn.Year, employee.RecruitedOn.Month, 1))
                    continue;
                var rates = ratesBack[back];
                var family = families[employee.Id].On(month, rates, families[employee.Id].IsDecided);
                var (echelon, index) = decision is null || month < decision.OldFrom ? At(employee, month, years)
                    : month < reached ? (decision.OldEchelon, decision.OldIndex) : (decision.NewEchelon, decision.NewIndex);
                var carried = month == reached ? owed : [];
                var pay = PayMonth.Begin(seeding.NextId<PayMonth>(), employee.Id, employee.PlaceId, month,
                    new PayCase(employee.Echelle, echelon, index, zone, employee.Role == Roles.Teacher, family.Count, family.Dependents, other), rates, Day(month, 3), carried);
                foreach (var difference in carried)
                    difference.PayMonthId = pay.Id;
                Walk(pay, back, isStuck: isDemo ? back == 5 || (back == 1 && employee.Role == Roles.Teacher) : stuck && back < 2, isDemo ? 1 : draw.Number(PayMonth.Reasons.Count - 1), years.Today.Day);
                months.Add(pay);
                if (decision is not null && month < reached && month.AddMonths(1) > decision.EffectiveOn
                    && Arrears.Of(pay, decision.NewIndex, decision.NewEchelon, decision.EffectiveOn, rates, 0, family.Dependents, decision.Id, decision.Number!, seeding.NextId<PayArrear>()) is { } owing)
                    owed.Add(owing);
            }

            arrears.AddRange(owed);

            if (months.Count >= 4_000)
                await Send();
        }

        await Send();

        async Task Send()
        {
            await seeding.Insert(months, ct);
            await seeding.Insert(months.SelectMany(m => m.Lines.Select(l => new PayLine { Id = seeding.NextId<PayLine>(), PayMonthId = m.Id, Order = l.Order, Code = l.Code, Amount = l.Amount, Basis = l.Basis })).ToList(), ct);
            await seeding.Insert(months.SelectMany(m => m.Events.Select(e => new PayEvent { Id = seeding.NextId<PayEvent>(), PayMonthId = m.Id, State = e.State, At = e.At, Office = e.Office, ReasonCode = e.ReasonCode, Reference = e.Reference })).ToList(), ct);
            await seeding.Insert(arrears, ct);
            arrears.Clear();
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
        if (reached >= SentOn)
            Move(PayState.Sent, "pay-office", isStuck ? 21 : SentOn);
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
