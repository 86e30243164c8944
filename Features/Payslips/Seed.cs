using System.Text.Json;
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

        // The academy's last months came with pay files.
        var files = new SeededFiles(seeding, schools.Academy, accounts, now, years.Today.Day >= SentOn ? [1, 0] : [1]);
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
                    new PayCase(employee.Echelle, echelon, index, zone, employee.Role == Roles.Teacher, family.Count, family.Dependents, other), rates, Day(month, 3), carried, files.Of(employee, back));
                foreach (var difference in carried)
                    difference.PayMonthId = pay.Id;
                Walk(pay, back, isStuck: isDemo ? back == 5 || (back == 1 && employee.Role == Roles.Teacher) : stuck && back < 2, isDemo ? 1 : draw.Number(PayMonth.Reasons.Count - 1), years.Today.Day);
                files.Take(employee, pay);
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
        await files.Write(ct);

        async Task Send()
        {
            await seeding.Insert(months, ct);
            await seeding.Insert(months.SelectMany(m => m.Lines.Select(l => new PayLine { Id = seeding.NextId<PayLine>(), PayMonthId = m.Id, Order = l.Order, Code = l.Code, Amount = l.Amount, Basis = l.Basis, FileCode = m.ImportId is null ? null : files.CodeOf(l.Code) })).ToList(), ct);
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

    /// <summary>The pay files of the demo's academy: those its last months came with, and one of the month to come that waits, with something wrong of every kind.</summary>
    private sealed class SeededFiles(Seeding seeding, SeededPlace academy, SeededAccounts accounts, DateOnly now, IReadOnlyList<int> published)
    {
        private const int Shown = 12;
        private const int FirstRow = 7;

        private readonly IReadOnlyList<PayLineCode> codes = [.. ReferenceFiles.Delivered.PayLines()];
        private readonly List<PayImportPerson> people = [];
        private readonly Dictionary<int, int> rows = [];

        public int? Of(SeededEmployee employee, int back) => IsHere(employee) && published.Contains(back) ? Id(back) : null;

        public string CodeOf(string element) => codes.First(c => c.Element == element).Code;

        public void Take(SeededEmployee employee, PayMonth pay)
        {
            if (pay.ImportId is { } import)
            {
                rows[import] = rows.GetValueOrDefault(import, FirstRow);
                people.Add(Person(import, rows[import], employee.Ppr, employee.Id, pay.Lines.Select(l => (CodeOf(l.Code), l.Amount)), pay.Id));
                rows[import] += pay.Lines.Count;
            }
        }

        public async Task Write(CancellationToken ct)
        {
            var (sender, second) = (accounts.Demo(Roles.AcademyMobility).Id, accounts.Of(Roles.AcademyMobility).First(a => a.Login == "academy-colleague.demo").Id);
            List<PayImport> imports = [];
            foreach (var back in published)
            {
                var (month, id) = (now.AddMonths(-back), Id(back));
                var import = Import(id, month, Day(month, 3), [.. people.Where(p => p.ImportId == id)], sender);
                (import.State, import.ConfirmedByAccountId, import.ConfirmedAt, import.DoneAt, import.Written, import.Runs, import.LiveKey) = (PayImportState.Published, sender, Day(month, 3), Day(month, 3), import.People, 1, import.KeyOf(1));
                (import.PublishedByAccountId, import.PublishedAt) = (second, Day(month, 4));
                imports.Add(import);
            }

            var last = Id(published[^1]);
            var staff = people.Where(p => p.ImportId == last).Take(Shown).ToList();
            if (staff.Count == 0)
                return;
            var (next, coming) = (now.AddMonths(1 - published[^1]), Id(-1));
            List<PayImportPerson> waiting = [];
            PayImportPerson Next(string ppr, IEnumerable<(string Code, decimal Amount)> lines) => Person(coming, waiting.Sum(w => w.LineList.Count) + FirstRow, ppr, null, lines);
            foreach (var (person, n) in staff.Select((p, n) => (p, n)))
                waiting.Add(Next(person.Ppr, person.LineList.Select(l => (n == 1 && l.Code == "100" ? "999" : l.Code, l.IsCredit == true ? l.Amount!.Value : -l.Amount!.Value))));
            // Nobody has the first number; the second is somebody's of the ministry.
            waiting.Add(Next("99999999", [("100", 3_000)]));
            waiting.Add(Next(seeding.Of<SeededEmployees>().Staff.First(e => !IsHere(e)).Ppr, [("100", 3_000)]));
            var file = Import(coming, next, seeding.Of<SeededYears>().Today.AddDays(-1).ToDateTime(new TimeOnly(9, 40), DateTimeKind.Utc), waiting, sender);
            await new PayImportDesk(seeding.Db, seeding.Services.GetRequiredService<TimeProvider>()).Check(file, waiting, ct);
            await seeding.Insert([.. imports, file], ct);
            await seeding.Insert([.. people, .. waiting], ct);
        }

        private bool IsHere(SeededEmployee employee) => employee.PlacePath.StartsWith(academy.Path, StringComparison.Ordinal);

        // Numbered in the order of the months.
        private int Id(int back) => published[0] - back + 1;

        private PayImportPerson Person(int import, int number, string ppr, long? employee, IEnumerable<(string Code, decimal Amount)> lines, long? month = null)
        {
            List<FileLine> read = [.. lines.Select((l, n) => new FileLine(number + n, l.Code, Math.Abs(l.Amount), l.Amount > 0))];
            return new PayImportPerson
            {
                ImportId = import,
                Number = number,
                Ppr = ppr,
                EmployeeId = employee,
                Lines = JsonSerializer.Serialize(read),
                Credits = read.Where(l => l.IsCredit == true).Sum(l => l.Amount!.Value),
                Debits = read.Where(l => l.IsCredit == false).Sum(l => l.Amount!.Value),
                PayMonthId = month,
            };
        }

        private PayImport Import(int id, DateOnly month, DateTime at, IReadOnlyList<PayImportPerson> of, long sender)
        {
            var (lines, credits, debits) = (of.Sum(p => p.LineList.Count), of.Sum(p => p.Credits), of.Sum(p => p.Debits));
            return new PayImport
            {
                Id = id,
                PlaceId = academy.Id,
                PlacePath = academy.Path,
                Month = month,
                ByAccountId = sender,
                FileName = $"paie-{Links.Of(month)}.csv",
                FileHash = Fingerprint.Of(string.Join('\n', of.Select(p => p.Lines))),
                ReadAs = "csv UTF-8 ;",
                SentAt = at,
                Lines = lines,
                People = of.Count,
                Credits = credits,
                Debits = debits,
                StatedLines = lines,
                StatedCredits = credits,
                StatedDebits = debits,
            };
        }
    }

    private static DateTime Day(DateOnly month, int day) => month.AddDays(day - 1).ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc);
}
