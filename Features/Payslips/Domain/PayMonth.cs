using System.Globalization;
using System.Text.Json;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Payslips.Domain;

/// <summary>Where the pay of a month stands.</summary>
public enum PayState
{
    /// <summary>Computed by the ministry's pay office.</summary>
    Computed = 0,

    /// <summary>Sent to the finance ministry (the paying treasury, through its system).</summary>
    Sent = 1,

    /// <summary>Visaed by the treasury.</summary>
    Visaed = 2,

    /// <summary>On the employee's account.</summary>
    Paid = 3,

    /// <summary>Held back, with a reason and something to do about it.</summary>
    Withheld = 4,
}

/// <summary>The pay of one employee for one month: where it stands, how it got there, and its lines.</summary>
public sealed class PayMonth : IVersioned, IInPlace
{
    /// <summary>What can follow what; a withheld month goes on from the beginning once its reason is gone.</summary>
    public static readonly IReadOnlyList<(PayState From, PayState To)> Moves =
    [
        (PayState.Computed, PayState.Sent),
        (PayState.Computed, PayState.Withheld),
        (PayState.Sent, PayState.Visaed),
        (PayState.Sent, PayState.Withheld),
        (PayState.Visaed, PayState.Paid),
        (PayState.Visaed, PayState.Withheld),
        (PayState.Withheld, PayState.Computed),
    ];

    /// <summary>Reasons of a withholding; each has words for what to do.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["installation-missing", "resumption-missing", "account-invalid", "unjustified-absence", "visa-refused", "life-certificate"];

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Workplace in that month.</summary>
    public required int PlaceId { get; init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    public PayState State { get; private set; }

    /// <summary>When it came to that state, UTC.</summary>
    public required DateTime StateSince { get; set; }

    /// <summary>Why it is withheld, by code.</summary>
    public string? ReasonCode { get; private set; }

    public required string Echelle { get; set; }

    public required int Echelon { get; set; }

    public required int Index { get; set; }

    /// <summary>Residence zone: A, B, C.</summary>
    public required string Zone { get; init; }

    /// <summary>Dirhams.</summary>
    public decimal Gross { get; private set; }

    public decimal Deductions { get; private set; }

    public decimal Net { get; private set; }

    /// <summary>The pay file it came with; null for a month the program's rules computed.</summary>
    public int? ImportId { get; init; }

    public int Version { get; set; }

    public List<PayLine> Lines { get; init; } = [];

    public List<PayEvent> Events { get; init; } = [];

    /// <summary>Records a new state; refuses what the table does not hold, and a withholding without its reason.</summary>
    /// <param name="office">Code of who did it: directorate, pay-office, treasury, bank.</param>
    public Refusal? Move(PayState to, string office, DateTime at, string? reason = null, string? reference = null)
    {
        if (!Moves.Contains((State, to)))
            return Refusal.Conflict("payslips.cannot-move");
        if (to is PayState.Withheld && (reason is null || !Reasons.Contains(reason)))
            return Refusal.Invalid("Reason", "payslips.reason-needed");

        (State, StateSince, ReasonCode) = (to, at, to is PayState.Withheld ? reason : null);
        Events.Add(new PayEvent { State = to, At = at, Office = office, ReasonCode = ReasonCode, Reference = reference });
        return null;
    }

    /// <summary>Puts what the rules computed in the place of what stood there; only before it is sent.</summary>
    public Refusal? Fill(IReadOnlyList<PayItem> items)
    {
        if (State is not (PayState.Computed or PayState.Withheld))
            return Refusal.Conflict("payslips.already-sent");
        Lines.Clear();
        Lines.AddRange(items.Select((item, i) => new PayLine { Order = i + 1, Code = item.Code, Amount = item.Amount, Basis = JsonSerializer.Serialize(item.Basis) }));
        Gross = items.Where(i => i.Amount > 0).Sum(i => i.Amount);
        Deductions = -items.Where(i => i.Amount < 0).Sum(i => i.Amount);
        Net = Gross - Deductions;
        return null;
    }

    /// <summary>What this month was computed from, read back from its lines; the deduction of absences is that of its own days.</summary>
    /// <param name="dependents">Taken when no tax line says how many there were.</param>
    public PayCase AsPaid(int dependents)
    {
        // A line of a pay file says an amount, not always what it was computed from.
        string[]? Basis(string code) => Lines.Find(l => l.Code == code) is { } line && JsonSerializer.Deserialize<string[]>(line.Basis) is { Length: > 0 } basis ? basis : null;
        int Number(string? written) => int.TryParse(written, CultureInfo.InvariantCulture, out var number) ? number : 0;

        var children = Basis("FamilyAllowance") is { } family ? Number(family[0]) + Number(family[2]) : 0;
        return new PayCase(Echelle, Echelon, Index, Zone, Lines.Exists(l => l.Code == "TeachingAllowance"), children,
            Basis("IncomeTax") is { } tax ? Number(tax[2]) : dependents, -Lines.Where(l => l.Code == "OtherDeductions").Sum(l => l.Amount),
            Basis("AbsenceDeduction") is { } absence ? Number(absence[0]) : 0);
    }

    /// <summary>A month as a pay file brings it: computed and sent by the ministry's pay office.</summary>
    /// <param name="step">The situation of that month.</param>
    public static PayMonth Brought(long employeeId, int placeId, DateOnly month, CareerStep step, string zone, int import, IReadOnlyList<PayLine> lines, DateTime at)
    {
        var reference = string.Create(CultureInfo.InvariantCulture, $"F{import}");
        return new PayMonth
        {
            EmployeeId = employeeId,
            PlaceId = placeId,
            Month = month,
            State = PayState.Sent,
            StateSince = at,
            Echelle = step.Echelle,
            Echelon = step.Echelon,
            Index = step.Index,
            Zone = zone,
            ImportId = import,
            Gross = lines.Where(l => l.Amount > 0).Sum(l => l.Amount),
            Deductions = -lines.Where(l => l.Amount < 0).Sum(l => l.Amount),
            Net = lines.Sum(l => l.Amount),
            Lines = [.. lines],
            Events = [new PayEvent { State = PayState.Computed, At = at, Office = "pay-office" }, new PayEvent { State = PayState.Sent, At = at, Office = "pay-office", Reference = reference }],
        };
    }

    /// <summary>A month at its beginning.</summary>
    public static PayMonth Begin(long employeeId, int placeId, DateOnly month, PayCase pay, PayRates rates, DateTime at) => Begin(0, employeeId, placeId, month, pay, rates, at, []);

    /// <summary>A month at its beginning, with its key known before it is written.</summary>
    /// <param name="arrears">Differences about earlier months that this one carries.</param>
    /// <param name="import">The pay file it came with.</param>
    public static PayMonth Begin(long id, long employeeId, int placeId, DateOnly month, PayCase pay, PayRates rates, DateTime at, IReadOnlyCollection<PayArrear> arrears, int? import = null)
    {
        var begun = new PayMonth
        {
            Id = id,
            ImportId = import,
            EmployeeId = employeeId,
            PlaceId = placeId,
            Month = month,
            StateSince = at,
            Echelle = pay.Echelle,
            Echelon = pay.Echelon,
            Index = pay.Index,
            Zone = pay.Zone,
        };
        begun.Fill([.. PayRules.Compute(pay, rates), .. Arrears.Lines(arrears)]);
        begun.Events.Add(new PayEvent { State = PayState.Computed, At = at, Office = "pay-office" });
        return begun;
    }
}

public sealed class PayMonthConfiguration : IEntityTypeConfiguration<PayMonth>
{
    public void Configure(EntityTypeBuilder<PayMonth> builder)
    {
        builder.Property(m => m.Echelle).IsCode(10);
        builder.Property(m => m.Zone).IsCode(1);
        builder.Property(m => m.ReasonCode).IsCode(40);
        builder.HasIndex(m => new { m.EmployeeId, m.Month }).IsUnique();
        builder.HasIndex(m => new { m.Month, m.State });
        builder.HasIndex(m => m.ImportId);
        builder.HasMany(m => m.Lines).WithOne().HasForeignKey(l => l.PayMonthId);
        builder.HasMany(m => m.Events).WithOne().HasForeignKey(e => e.PayMonthId);
    }
}

/// <summary>One element of a month's pay; deductions are negative.</summary>
public sealed class PayLine
{
    public long Id { get; init; }

    public long PayMonthId { get; init; }

    public required int Order { get; init; }

    /// <summary>Code of the element: BasicPay, ResidenceAllowance, Pension…</summary>
    public required string Code { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>What it was computed from, as the values of its explanation: a JSON array of strings.</summary>
    public required string Basis { get; init; }

    /// <summary>The code of the pay file, of the reference list pay-lines; null for a line the program's rules computed.</summary>
    public string? FileCode { get; init; }

    /// <summary>Code of a line of a pay file that is no element the program knows.</summary>
    public const string Other = "FromFile";
}

public sealed class PayLineConfiguration : IEntityTypeConfiguration<PayLine>
{
    public void Configure(EntityTypeBuilder<PayLine> builder)
    {
        builder.Property(l => l.Code).IsCode(40);
        builder.Property(l => l.Basis).HasMaxLength(300);
        builder.Property(l => l.FileCode).IsCode(PayLineCode.CodeLength);
        builder.HasIndex(l => new { l.PayMonthId, l.Order });
    }
}

/// <summary>One step of a month's pay; only ever added.</summary>
public sealed class PayEvent
{
    public long Id { get; init; }

    public long PayMonthId { get; init; }

    public required PayState State { get; init; }

    public required DateTime At { get; init; }

    /// <summary>Code of the office: directorate, pay-office, treasury, bank.</summary>
    public required string Office { get; init; }

    public string? ReasonCode { get; init; }

    /// <summary>Number of the transfer or of the visa.</summary>
    public string? Reference { get; init; }
}

public sealed class PayEventConfiguration : IEntityTypeConfiguration<PayEvent>
{
    public void Configure(EntityTypeBuilder<PayEvent> builder)
    {
        builder.Property(e => e.Office).IsCode(30);
        builder.Property(e => e.ReasonCode).IsCode(40);
        builder.Property(e => e.Reference).IsCode(40);
        builder.HasIndex(e => new { e.PayMonthId, e.Id });
    }
}
