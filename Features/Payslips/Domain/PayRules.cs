using System.Globalization;
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

/// <summary>Monthly amounts that depend on the pay scale alone.</summary>
public sealed record ScaleAmounts(decimal Hierarchy, decimal Teaching, decimal Duties, decimal Complementary);

/// <summary>
/// Rates of pay. They are data: settings "pay.*" of the school year replace these, each with its confidence.
/// </summary>
public sealed record PayRates
{
    /// <summary>Children below this age count (to confirm: sixteen without a school certificate).</summary>
    public const int ChildAge = 21;

    /// <summary>Point value by part of the index (likely).</summary>
    public IReadOnlyList<PointBand> Points { get; init; } = [new(0, 98.85m), new(100, 79.62m), new(150, 50.92m)];

    /// <summary>Residence allowance by zone, of the basic pay (likely).</summary>
    public IReadOnlyDictionary<string, decimal> Zones { get; init; } = new Dictionary<string, decimal> { ["A"] = 0.25m, ["B"] = 0.15m, ["C"] = 0.10m };

    /// <summary>By pay scale (to confirm): the deciding texts give them per grade and échelon.</summary>
    public IReadOnlyDictionary<string, ScaleAmounts> Scales { get; init; } = new Dictionary<string, ScaleAmounts>
    {
        ["9"] = new(1_180, 1_480, 620, 750),
        ["10"] = new(1_950, 1_940, 760, 750),
        ["11"] = new(3_420, 2_630, 1_010, 750),
        ["HE"] = new(5_310, 3_480, 1_320, 750),
    };

    /// <summary>Each of the first three children (likely for the State).</summary>
    public decimal FirstChildren { get; init; } = 300;

    /// <summary>Each of the next three.</summary>
    public decimal NextChildren { get; init; } = 36;

    /// <summary>Of basic pay and permanent allowances, residence and family excepted (likely).</summary>
    public decimal Pension { get; init; } = 0.14m;

    /// <summary>Compulsory health insurance, same basis (likely).</summary>
    public decimal Health { get; init; } = 0.025m;

    /// <summary>Ceiling of health insurance a month (likely).</summary>
    public decimal HealthCeiling { get; init; } = 400;

    /// <summary>Mutual society, same basis (to confirm).</summary>
    public decimal Mutual { get; init; } = 0.018m;

    /// <summary>Professional expenses taken off before tax: rate up to the limit, rate above, ceiling a year (likely).</summary>
    public (decimal Low, decimal Limit, decimal High, decimal Ceiling) Expenses { get; init; } = (0.35m, 78_000, 0.25m, 35_000);

    /// <summary>Scale of the income tax (finance law of 2025).</summary>
    public IReadOnlyList<TaxBand> Tax { get; init; } =
    [
        new(0, 0, 0), new(40_000, 0.10m, 4_000), new(60_000, 0.20m, 10_000), new(80_000, 0.30m, 18_000), new(100_000, 0.34m, 22_000), new(180_000, 0.37m, 27_400),
    ];

    /// <summary>Taken off the tax a year for each dependent, six at most.</summary>
    public decimal PerDependent { get; init; } = 500;

    /// <summary>Codes of elements whose rate is not certain; pages mark them.</summary>
    public IReadOnlySet<string> ToConfirm { get; init; } = new HashSet<string> { "HierarchyAllowance", "TeachingAllowance", "DutiesAllowance", "ComplementaryAllowance", "Mutual" };

    /// <summary>The rates with what the settings say instead; later years win.</summary>
    public static PayRates From(IEnumerable<Setting> settings)
    {
        var rates = new PayRates();
        var zones = new Dictionary<string, decimal>(rates.Zones);
        foreach (var setting in settings.OrderBy(s => s.SchoolYearId))
        {
            rates = setting.Code switch
            {
                "pay.point-values" => rates with { Points = [.. Pairs(setting.Value).Select(p => new PointBand((int)p.Key, p.Value))] },
                "pay.family-allowance.first-three" => rates with { FirstChildren = Number(setting.Value) },
                "pay.family-allowance.next-three" => rates with { NextChildren = Number(setting.Value) },
                "pay.pension" => rates with { Pension = Number(setting.Value) },
                "pay.health" => rates with { Health = Number(setting.Value) },
                "pay.health-ceiling" => rates with { HealthCeiling = Number(setting.Value) },
                "pay.mutual" => rates with { Mutual = Number(setting.Value) },
                _ => rates,
            };
            if (setting.Code is "pay.residence.a" or "pay.residence.b" or "pay.residence.c")
                zones[setting.Code[^1..].ToUpperInvariant()] = Number(setting.Value);
        }

        return rates with { Zones = zones };
    }

    // "0:98.85 100:79.62 150:50.92"
    private static IEnumerable<KeyValuePair<decimal, decimal>> Pairs(string value) =>
        value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':')).Select(p => KeyValuePair.Create(Number(p[0]), Number(p[1])));

    private static decimal Number(string value) => decimal.Parse(value, NumberStyles.Number, CultureInfo.InvariantCulture);
}

/// <summary>From a situation to the lines of a month's pay. Amounts are rounded to the centime, halves away from zero.</summary>
public static class PayRules
{
    /// <summary>Children over this number give nothing more.</summary>
    private const int MostChildren = 6;

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
            Add("DutiesAllowance", scale.Duties, pay.Echelle);
            Add("ComplementaryAllowance", scale.Complementary, pay.Echelle);
        }

        // Pension and health are taken from what is permanent; residence and family allowance are not.
        var permanent = items.Where(i => i.Code is not "ResidenceAllowance").Sum(i => i.Amount);
        var (first, next) = (Math.Min(pay.Children, 3), Math.Clamp(pay.Children - 3, 0, MostChildren - 3));
        Add("FamilyAllowance", first * rates.FirstChildren + next * rates.NextChildren, Whole(first), Whole((int)rates.FirstChildren), Whole(next), Whole((int)rates.NextChildren));

        var taxed = items.Where(i => i.Code is not "FamilyAllowance").Sum(i => i.Amount);
        var pension = Round(permanent * rates.Pension);
        var health = Math.Min(Round(permanent * rates.Health), rates.HealthCeiling);
        var mutual = Round(permanent * rates.Mutual);
        Add("Pension", -pension, Percent(rates.Pension), Formats.Number(permanent, 2));
        Add("HealthInsurance", -health, Percent(rates.Health), Formats.Number(permanent, 2), Formats.Number(rates.HealthCeiling, 0));
        Add("Mutual", -mutual, Percent(rates.Mutual), Formats.Number(permanent, 2));
        var (tax, taxable, band) = TaxOf(taxed, pension + health + mutual, pay.Dependents, rates);
        Add("IncomeTax", -tax, Formats.Number(taxable, 2), Percent(band.Rate), Whole(Math.Min(pay.Dependents, MostChildren)));
        Add("OtherDeductions", -pay.OtherDeductions);
        // Decree 2-99-1216: one thirtieth of the monthly pay for each day without service.
        Add("AbsenceDeduction", -Round(taxed / 30 * pay.AbsentDays), Whole(pay.AbsentDays), Formats.Number(taxed, 2));
        return items;
    }

    /// <summary>The tax of one month, the yearly taxable income and its band.</summary>
    private static (decimal Tax, decimal Taxable, TaxBand Band) TaxOf(decimal monthlyGross, decimal monthlyKept, int dependents, PayRates rates)
    {
        var gross = monthlyGross * 12;
        var (low, limit, high, ceiling) = rates.Expenses;
        var expenses = gross <= limit ? gross * low : Math.Min(gross * high, ceiling);
        var taxable = Math.Max(0, gross - expenses - monthlyKept * 12);
        var band = rates.Tax.Last(b => taxable >= b.From);
        var yearly = taxable * band.Rate - band.LessYearly - Math.Min(dependents, MostChildren) * rates.PerDependent;
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
