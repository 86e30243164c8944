using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.AskLeave;

/// <param name="Kind">Code of a kind; nothing is counted before kind, day and days are given.</param>
public sealed record Query(string? Kind, string? From, string? Days) : IQuery<Draft>;

/// <summary>What the person chooses from, and once it is chosen, what it comes to.</summary>
public sealed record Draft(Query Query, DateOnly Today, IReadOnlyList<Choice> Kinds, Estimate? Estimate, [property: JsonIgnore] LeaveBook Book)
{
    /// <summary>From that day no decision about the pay of a leave is prepared; null while they are.</summary>
    public DateOnly? OffFrom { get; init; }
}

public sealed record Choice(string Code, string NameAr, string NameFr);

/// <summary>A leave before it is asked for.</summary>
/// <param name="To">Last day.</param>
/// <param name="Counters">On the civil year and on the calendar of the rule.</param>
/// <param name="PaperDueOn">Last day for the paper; null where none is needed.</param>
/// <param name="NeedsPaperNow">The paper comes with the request.</param>
public sealed record Estimate(string Kind, DateOnly From, DateOnly To, int Days, bool InWorkingDays, IReadOnlyList<LeaveCounter> Counters, Pay Pay, DateOnly? PaperDueOn, bool NeedsPaperNow, bool IsDecidedByHead);

public sealed record Command(string? Kind, string? From, string? Days, string? Reason, byte[]? Paper) : ICommand<Asked>;

public sealed record Asked(long Id);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Kind).NotEmpty().WithMessage("leaves.kind.needed");
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).WithMessage("leaves.from.wrong");
        RuleFor(c => c.Days).Must(d => Typed.Count(d) is not null).WithMessage("leaves.days.wrong");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Leave.ReasonLength).WithMessage("leaves.too-long").WithState(_ => new object[] { Leave.ReasonLength });
    }
}

/// <summary>What a person types into the two fields.</summary>
internal static class Typed
{
    private const int MostDays = 1825;

    public static int? Count(string? text) => int.TryParse(Digits.ToLatin(text ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays ? days : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, TimeProvider clock) : IQueryHandler<Query, Draft>, ICommandHandler<Command, Asked>
{
    private const int FarthestDays = 365;

    public async Task<Outcome<Draft>> Handle(Query query, CancellationToken ct)
    {
        if (await Me(ct) is not { } me)
            return Refusal.NotFound;
        var (today, book) = (MoroccanDay.Today(clock), await LeaveBook.Current(db, ct));
        List<LeaveType> kinds = [.. book.Types.Values.Where(t => IsFor(t, me)).OrderBy(t => t.Order)];
        Estimate? estimate = null;
        if (kinds.Find(t => t.Code == query.Kind) is { } type && TypedDay.Read(query.From) is { } from && Typed.Count(query.Days) is { } days && IsNear(from, today, book))
            estimate = Weigh(type, from, days, await db.Leaves.SpansOf(me.Id, 0, ct), me, book, today);
        return new Draft(query, today, [.. kinds.Select(t => new Choice(t.Code, t.NameAr, t.NameFr))], estimate, book)
        {
            OffFrom = estimate is { Pay: { Half: 0, Unpaid: 0 } } or null ? null : (await ProcedureBook.SwitchedOff(db, [LeavePay.KindCode], today, ct)).Values.Select(d => (DateOnly?)d).FirstOrDefault(),
        };
    }

    public async Task<Outcome<Asked>> Handle(Command command, CancellationToken ct)
    {
        if (await Me(ct) is not { } me)
            return Refusal.NotFound;
        // The employee's row goes first: two requests sent at once are weighed one after the other.
        await db.Employees.Where(e => e.Id == me.Id).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        var (now, today, book) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), await LeaveBook.Current(db, ct));
        if (book.Find(command.Kind) is not { } type || !IsFor(type, me))
            return Refusal.Invalid("Kind", "leaves.kind.needed");
        var (from, days) = (TypedDay.Read(command.From)!.Value, Typed.Count(command.Days)!.Value);
        if (!IsNear(from, today, book))
            return Refusal.Invalid("From", "leaves.from.far", book.BackDays);

        var spans = await db.Leaves.SpansOf(me.Id, 0, ct);
        var estimate = Weigh(type, from, days, spans, me, book, today);
        if (spans.Any(s => s.From <= estimate.To && from <= s.To))
            return Refusal.Conflict("leaves.overlaps").Next("leaves.overlaps.next");
        // What binds is looked at in every window the leave touches; what is shown is the fullest.
        if (book.Counters.Rules(type, me.Sex == Sex.Male, spans, from, estimate.To).FirstOrDefault(c => c.IsOver) is { } over)
            return Refusal.Conflict("leaves.over", over.Used + over.Asked, over.Most!.Value).Next(type.IsMedical ? "leaves.over.medical" : "leaves.over.next");

        StoredFile? paper = null;
        if (command.Paper is { Length: > 0 } bytes)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, bytes, now, ct);
            if (reading.File is null)
                return Refusal.Invalid("Paper", reading.Problem!);
            db.StoredFiles.Add(paper = reading.File);
            await db.SaveChangesAsync(ct);
        }
        else if (estimate.NeedsPaperNow)
        {
            return Refusal.Invalid("Paper", "leaves.paper.needed");
        }

        var leave = new Leave
        {
            EmployeeId = me.Id,
            TypeCode = type.Code,
            CountedAs = type.Code,
            PlaceId = me.PlaceId,
            PlacePath = me.PlacePath,
            StartsOn = from,
            EndsOn = estimate.To,
            Days = days,
            IsAbsence = type.IsAbsence,
            IsMedical = type.IsMedical,
            Reason = BidiSafe.CleanLinesOrNull(command.Reason),
            PaperDueOn = estimate.PaperDueOn,
            AskedByAccountId = user.AccountId,
            AskedAt = now,
        };
        // A head has no head above: the directorate reads it at once.
        leave.Begin(toHead: me.IsUrban is not null && !me.IsHead, now);
        if (paper is not null)
            leave.HandIn(paper.Id, now);
        db.Leaves.Add(leave);
        await db.SaveChangesAsync(ct);
        await desk.Settle(leave, "asked", null, now, ct);
        return new Asked(leave.Id);
    }

    private static Estimate Weigh(LeaveType type, DateOnly from, int days, IReadOnlyList<LeaveSpan> spans, Person me, LeaveBook book, DateOnly today)
    {
        var to = book.Counters.End(type, from, days);
        return new Estimate(type.Code, from, to, days, type.CountsIn == LeaveType.Working, book.Counters.Shown(type, me.Sex == Sex.Male, spans, from, to), book.Counters.PayOf(type, spans, from, to),
            LeaveBook.PaperDueOn(type, from, today, me.IsUrban ?? true), type is { NeedsPaper: true, PaperDays: null }, type.DecidedBy == LeaveType.Head && me is { IsUrban: not null, IsHead: false });
    }

    private static bool IsFor(LeaveType type, Person me) => type.IsOpen && (type.Sex is null || type.Sex == (me.Sex == Sex.Male ? "M" : "F"));

    private static bool IsNear(DateOnly from, DateOnly today, LeaveBook book) => from >= today.AddDays(-book.BackDays) && from <= today.AddDays(FarthestDays);

    private async Task<Person?> Me(CancellationToken ct)
    {
        var (employee, isHead) = (user.EmployeeId ?? 0, user.Role == Roles.Head);
        return await db.Employees.AsNoTracking().Where(e => e.Id == employee)
            .Select(e => new Person(e.Id, e.Sex, e.PlaceId, e.PlacePath, db.Schools.Where(s => s.Id == e.PlaceId).Select(s => (bool?)s.IsUrban).FirstOrDefault(), isHead)).SingleOrDefaultAsync(ct);
    }

    /// <param name="IsUrban">Of the school; null for who works in an office.</param>
    private sealed record Person(long Id, Sex Sex, int PlaceId, string PlacePath, bool? IsUrban, bool IsHead);
}
