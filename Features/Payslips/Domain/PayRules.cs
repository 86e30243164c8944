using System.Globalization;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Payslips.Domain;

/// <summary>What the pay of a month depends on.</summary>
/// <param name="Zone">Residence zone: A, B, C.</param>
/// <param name="Children">Children who count for family allowance.</param>
/// <param name="Dependents">People who lower the income tax: spouse and children.</param>
/// <param name="OtherDeductions">Loans, union, foundation; dirhams a month.</param>
/// <param name="AbsentDays">Unjustified days of that month: one thirtieth each.</param>
public sealed record PayCase(string Echelle, int Echelon, int Index, string Zone, bool Teaches, int Children, int Dependents, decimal OtherDeductions = 0, int AbsentDays = 0);

/// <summary>One computed element: positive is paid, negative is kept. The basis fills the placeholders of its explanation.</summary>
public sealed record PayItem(string Code, decimal Amount, IReadOnlyList<string> Basis);

/// <summary>A part of the index and what one point of it is worth a year.</summary>
public sealed record PointBand(int From, decimal YearlyValue);

/// <summary>A band of yearly taxable income.</summary>
public sealed record TaxBand(decimal From, decimal Rate, decimal LessYearly);

/// <summary>Monthly amounts that depend on the pay scale alone, dirhams.</summary>
/// <param name="Teaching">For those who teach.</param>
/// <param name="Supervision">For those who do not.</param>
public sealed record ScaleAmounts(decimal Hierarchy, decimal Teaching, decimal Supervision, decimal Duties, decimal Complementary);

/// <summary>Professional expenses taken off before tax: a rate up to a yearly gross pay, another above it, and a ceiling a year.</summary>
public sealed record Expenses(decimal Low, decimal Limit, decimal High, decimal Ceiling);

/// <summary>
/// What a decree changes of the pay, as reference data says for the school year of a month: settings <c>pay.*</c>, each with its confidence.
/// </summary>
public sealed record PayRates
{
    private static readonly string[] Elements = ["hierarchy", "teaching", "supervision", "duties", "complementary"];

    private PayRates()
    {
    }

    /// <summary>Point value by part of the index.</summary>
    public required IReadOnlyList<PointBand> Points { get; init; }

    /// <summary>Residence allowance by zone, of the basic pay.</summary>
    public required IReadOnlyDictionary<string, decimal> Zones { get; init; }

    public required IReadOnlyDictionary<string, ScaleAmounts> Scales { get; init; }

    /// <summary>Each of the first children.</summary>
    public required decimal FirstChildren { get; init; }

    /// <summary>Each of the next ones.</summary>
    public required decimal NextChildren { get; init; }

    /// <summary>Children below this age count while they go to school.</summary>
    public required int ChildAge { get; init; }

    /// <summary>Children below this age count without a school certificate.</summary>
    public required int ChildAgeAlone { get; init; }

    /// <summary>Of basic pay and permanent allowances, residence and family excepted.</summary>
    public required decimal Pension { get; init; }

    /// <summary>Compulsory health insurance, same basis.</summary>
    public required decimal Health { get; init; }

    /// <summary>Ceiling of health insurance a month.</summary>
    public required decimal HealthCeiling { get; init; }

    /// <summary>Mutual society, same basis.</summary>
    public required decimal Mutual { get; init; }

    public required Expenses Expenses { get; init; }

    /// <summary>Scale of the income tax.</summary>
    public required IReadOnlyList<TaxBand> Tax { get; init; }

    /// <summary>Taken off the tax a year for each dependent.</summary>
    public required decimal PerDependent { get; init; }

    /// <summary>Nobody is paid less than this a month, family allowance and personal deductions apart.</summary>
    public required decimal NetFloor { get; init; }

    /// <summary>So many children count at the first amount, and so many in all.</summary>
    public required (int First, int Most) Children { get; init; }

    /// <summary>More dependents than this lower the tax no further.</summary>
    public required int MostDependents { get; init; }

    /// <summary>Codes of the settings marked "to confirm".</summary>
    private IReadOnlySet<string> Unsure { get; init; } = new HashSet<string>();

    /// <summary>The rates of a month: of its school year, else of the latest before it, else of the first known.</summary>
    /// <exception cref="InvalidOperationException">A rate is not among the settings, or is not written as it must be.</exception>
    public static PayRates Of(IEnumerable<Setting> settings, DateOnly month)
    {
        var year = ReferenceFiles.YearOf(month);
        var inForce = settings.Where(s => s.Code.StartsWith(Setting.Pay, StringComparison.Ordinal)).GroupBy(s => s.Code)
            .ToDictionary(g => g.Key, g => g.OrderBy(s => s.SchoolYearId > year).ThenBy(s => Math.Abs(s.SchoolYearId - year)).First());

        string Text(string code) => inForce.TryGetValue(code, out var found) ? found.Value : throw new InvalidOperationException($"The setting {code} is missing.");
        decimal Number(string code) => Table(code)[0][0];
        List<decimal[]> Table(string code)
        {
            try
            {
                return [.. Text(code).Split(' ').Select(row => row.Split(':').Select(n => decimal.Parse(n, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)).ToArray())];
            }
            catch (FormatException fault)
            {
                throw new InvalidOperationException($"The setting {code} is not made of numbers.", fault);
            }
        }

        var expenses = Table("pay.tax.expenses")[0];
        return new PayRates
        {
            Points = [.. Table("pay.point-values").Select(r => new PointBand((int)r[0], r[1]))],
            Zones = new Dictionary<string, decimal> { ["A"] = Number("pay.residence.a"), ["B"] = Number("pay.residence.b"), ["C"] = Number("pay.residence.c") },
            Scales = inForce.Keys.Where(c => c.StartsWith("pay.scale.", StringComparison.Ordinal)).Select(c => c.Split('.')[2]).Distinct().ToDictionary(s => s.ToUpperInvariant(), s =>
            {
                var amounts = Array.ConvertAll(Elements, e => Number($"pay.scale.{s}.{e}"));
                return new ScaleAmounts(amounts[0], amounts[1], amounts[2], amounts[3], amounts[4]);
            }),
            FirstChildren = Number("pay.family-allowance.first-three"),
            NextChildren = Number("pay.family-allowance.next-three"),
            ChildAge = (int)Number("pay.child-age"),
            ChildAgeAlone = (int)Number("pay.child-age-alone"),
            Children = Table("pay.family-allowance.children")[0] is { Length: 2 } children ? ((int)children[0], (int)children[1]) : throw new InvalidOperationException("The setting pay.family-allowance.children is two numbers."),
            MostDependents = (int)Number("pay.tax.most-dependents"),
            Pension = Number("pay.pension"),
            Health = Number("pay.health"),
            HealthCeiling = Number("pay.health-ceiling"),
            Mutual = Number("pay.mutual"),
            Expenses = new Expenses(expenses[0], expenses[1], expenses[2], expenses[3]),
            Tax = [.. Table("pay.tax.bands").Select(r => new TaxBand(r[0], r[1], r[2]))],
            PerDependent = Number("pay.tax.dependent"),
            NetFloor = Number("pay.net-floor"),
            Unsure = inForce.Values.Where(s => Confidence.MarkOf(s.Confidence) == Confidence.ToConfirm).Select(s => s.Code).ToHashSet(),
        };
    }

    /// <summary>True when a rate behind an element still wants to be confirmed.</summary>
    /// <param name="element">Code of a line of pay.</param>
    public bool IsToConfirm(string element, string echelle, string zone)
    {
        var scale = $"pay.scale.{echelle.ToLowerInvariant()}.";
        string[] codes = element switch
        {
            "BasicPay" => ["pay.point-values"],
            "ResidenceAllowance" => [$"pay.residence.{zone.ToLowerInvariant()}"],
            "HierarchyAllowance" => [scale + Elements[0]],
            "TeachingAllowance" => [scale + Elements[1]],
            "SupervisionAllowance" => [scale + Elements[2]],
            "DutiesAllowance" => [scale + Elements[3]],
            "ComplementaryAllowance" => [scale + Elements[4]],
            "FloorComplement" => ["pay.net-floor"],
            "FamilyAllowance" => ["pay.family-allowance.first-three", "pay.family-allowance.next-three", "pay.family-allowance.children", "pay.child-age", "pay.child-age-alone"],
            "Pension" => ["pay.pension"],
            "HealthInsurance" => ["pay.health", "pay.health-ceiling"],
            "Mutual" => ["pay.mutual"],
            "IncomeTax" => ["pay.tax.bands", "pay.tax.expenses", "pay.tax.dependent", "pay.tax.most-dependents"],
            _ => [],
        };
        return Array.Exists(codes, Unsure.Contains);
    }
}

/// <summary>From a situation to the lines of a month's pay. Amounts are rounded to the centime, halves away from zero.</summary>
public static class PayRules
{
    public static IReadOnlyList<PayItem> Compute(PayCase pay, PayRates rates)
    {
        var items = new List<PayItem>();
        void Add(string code, decimal amount, params ReadOnlySpan<string> basis)
        {
            if (amount != 0)
                items.Add(new PayItem(code, Round(amount), [.. basis]));
        }

        var parts = Parts(pay.Index, rates.Points);
        var basic = Round(parts.Sum(p => p.Points * p.Value) / 12);
        Add("BasicPay", basic, Whole(pay.Index), string.Join(" + ", parts.Select(p => $"{Whole(p.Points)} × {Formats.Number(p.Value, 2)}")));
        var zone = rates.Zones[pay.Zone];
        Add("ResidenceAllowance", basic * zone, pay.Zone, Percent(zone), Formats.Number(basic, 2));
        if (rates.Scales.TryGetValue(pay.Echelle, out var scale))
        {
            Add("HierarchyAllowance", scale.Hierarchy, pay.Echelle);
            Add("TeachingAllowance", pay.Teaches ? scale.Teaching : 0, pay.Echelle);
            Add("SupervisionAllowance", pay.Teaches ? 0 : scale.Supervision, pay.Echelle);
            Add("DutiesAllowance", scale.Duties, pay.Echelle);
            Add("ComplementaryAllowance", scale.Complementary, pay.Echelle);
        }

        // Pension and health are taken from what is permanent; residence and family allowance are not.
        var permanent = items.Where(i => i.Code is not "ResidenceAllowance").Sum(i => i.Amount);
        var (first, next) = (Math.Min(pay.Children, rates.Children.First), Math.Clamp(pay.Children - rates.Children.First, 0, rates.Children.Most - rates.Children.First));
        Add("FamilyAllowance", first * rates.FirstChildren + next * rates.NextChildren, Whole(first), Whole((int)rates.FirstChildren), Whole(next), Whole((int)rates.NextChildren));

        var taxed = items.Where(i => i.Code is not "FamilyAllowance").Sum(i => i.Amount);
        var pension = Round(permanent * rates.Pension);
        var health = Math.Min(Round(permanent * rates.Health), rates.HealthCeiling);
        var mutual = Round(permanent * rates.Mutual);
        Add("Pension", -pension, Percent(rates.Pension), Formats.Number(permanent, 2));
        Add("HealthInsurance", -health, Percent(rates.Health), Formats.Number(permanent, 2), Formats.Number(rates.HealthCeiling, 0));
        Add("Mutual", -mutual, Percent(rates.Mutual), Formats.Number(permanent, 2));
        var (tax, taxable, band) = TaxOf(taxed, pension + health + mutual, pay.Dependents, rates);
        // The floor is a net amount: what is missing to it is added as it is, nothing is taken from it.
        var missing = Math.Max(0, rates.NetFloor - (taxed - pension - health - mutual - tax));
        Add("FloorComplement", missing, Formats.Number(rates.NetFloor, 0));
        Add("IncomeTax", -tax, Formats.Number(taxable, 2), Percent(band.Rate), Whole(Math.Min(pay.Dependents, rates.MostDependents)));
        Add("OtherDeductions", -pay.OtherDeductions);
        // Decree 2-99-1216: one thirtieth of the monthly pay for each day without service.
        Add("AbsenceDeduction", -Round((taxed + missing) / 30 * pay.AbsentDays), Whole(pay.AbsentDays), Formats.Number(taxed + missing, 2));
        return items;
    }

    /// <summary>What is left of the lines.</summary>
    public static decimal Net(IEnumerable<PayItem> items) => items.Sum(i => i.Amount);

    /// <summary>The tax of one month, the yearly taxable income and its band.</summary>
    private static (decimal Tax, decimal Taxable, TaxBand Band) TaxOf(decimal monthlyGross, decimal monthlyKept, int dependents, PayRates rates)
    {
        var gross = monthlyGross * 12;
        var (low, limit, high, ceiling) = rates.Expenses;
        var expenses = gross <= limit ? gross * low : Math.Min(gross * high, ceiling);
        var taxable = Math.Max(0, gross - expenses - monthlyKept * 12);
        var band = rates.Tax.Last(b => taxable >= b.From);
        var yearly = taxable * band.Rate - band.LessYearly - Math.Min(dependents, rates.MostDependents) * rates.PerDependent;
        return (Round(Math.Max(0, yearly) / 12), Round(taxable), band);
    }

    /// <summary>The index cut at the borders of the bands.</summary>
    private static List<(int Points, decimal Value)> Parts(int index, IReadOnlyList<PointBand> bands)
    {
        var parts = new List<(int, decimal)>();
        for (var i = 0; i < bands.Count; i++)
        {
            var until = i + 1 < bands.Count ? Math.Min(index, bands[i + 1].From) : index;
            if (until > bands[i].From)
                parts.Add((until - bands[i].From, bands[i].YearlyValue));
        }

        return parts;
    }

    private static decimal Round(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(decimal share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', ',') + "%";
}
