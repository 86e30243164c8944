using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.DeclareEvent;

/// <param name="Kind">Null while it is chosen.</param>
/// <param name="Child">A child chosen already.</param>
public sealed record Query(string? Kind, long? Child) : IQuery<Draft>;

/// <param name="Papers">What the event asks for.</param>
/// <param name="Needs">Marital status the file lacks for this event; null when nothing is lacking.</param>
public sealed record Draft(FamilyEventKind? Kind, long? Child, DateOnly Today, IReadOnlyList<ChildChoice> Children, IReadOnlyList<PaperAsked> Papers, bool IsOutOfPlace)
{
    /// <summary>From that day no decision about family allowances is prepared; null while they are.</summary>
    public DateOnly? OffFrom { get; init; }
}

public sealed record ChildChoice(long Id, string NameAr, DateOnly Birth, string? MassarCode);

/// <param name="KnownFrom">The file that knows it already: it is not asked for.</param>
/// <param name="MayBeKnown">The file that would know it, once the number or card is typed.</param>
public sealed record PaperAsked(string Code, string NameAr, string NameFr, string? KnownFrom, string? MayBeKnown);

public sealed record Command(
    string? Kind, string? On, long? Child, string? ChildName, string? SpouseName, string? OtherCin, string? MassarCode, string? Comes, string? Remark, [property: JsonIgnore] Dictionary<string, byte[]> Papers) : ICommand<Declared>
{
    public FamilyEventKind? Chosen => Typed.Kind(Kind);

    public DateOnly? Day => Typed.Day(On);

    /// <summary>The papers by their codes: what tells two declarations under one key apart.</summary>
    public string Hash => Fingerprint.Of(string.Concat(Papers.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Fingerprint.Of(p.Key) + Fingerprint.Of(p.Value))));
}

public sealed record Declared(long Id);

/// <summary>What a person chooses and types.</summary>
internal static class Typed
{
    public static FamilyEventKind? Kind(string? text) => Enum.TryParse<FamilyEventKind>(text, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(text![0]) ? kind : null;

    // No event of a family that still counts is older.
    public static DateOnly? Day(string? text) => TypedDay.Read(text) is { Year: > 1940 } day ? day : null;
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Kind).Must((c, _) => c.Chosen is not null).WithMessage("family.kind.needed");
        RuleFor(c => c.On).Must((c, _) => c.Day is not null).WithMessage("family.on.wrong");
        RuleFor(c => c.Child).NotNull().When(c => c.Chosen is { } kind && FamilyEvent.RuleOf(kind).HasChild).WithMessage("family.child.needed");
        RuleFor(c => c.ChildName).Must(Name).When(c => c.Chosen == FamilyEventKind.Birth).WithMessage("family.name.needed").WithState(_ => new object[] { FamilyEvent.NameLength });
        RuleFor(c => c.SpouseName).Must(Name).When(c => c.Chosen == FamilyEventKind.Marriage).WithMessage("family.name.needed").WithState(_ => new object[] { FamilyEvent.NameLength });
        RuleFor(c => c.OtherCin).Must(t => string.IsNullOrWhiteSpace(t) || Cin.Read(t) is not null).WithMessage("family.cin.wrong");
        RuleFor(c => c.MassarCode).Must(t => string.IsNullOrWhiteSpace(t) || MassarCode.Read(t) is not null).WithMessage("family.code.wrong");
        RuleFor(c => c.Comes).Must(t => t is "yes" or "no").When(c => c.Chosen == FamilyEventKind.Custody).WithMessage("family.comes.needed");
        RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLines(r).Length <= FamilyEvent.RemarkLength).WithMessage("family.too-long").WithState(_ => new object[] { FamilyEvent.RemarkLength });
    }

    // Papers are in Arabic: so is the name.
    private static bool Name(string? typed) => BidiSafe.Clean(typed) is { Length: > 1 and <= FamilyEvent.NameLength } name && name.All(c => c is ' ' or '-' or (>= '\u0621' and <= '\u0652'));
}

public sealed class Handler(MassarDb db, CurrentUser user, FamilyDesk desk, TimeProvider clock) : IQueryHandler<Query, Draft>, ICommandHandler<Command, Declared>
{
    public async Task<Outcome<Draft>> Handle(Query query, CancellationToken ct)
    {
        if (await Me(ct) is not { } me)
            return Refusal.NotFound;
        var children = await db.EmployeeChildren.AsNoTracking().Where(c => c.EmployeeId == me.Id).OrderBy(c => c.BirthDate).ToListAsync(ct);
        List<ChildChoice> choices = [.. children.Select(c => new ChildChoice(c.Id, c.FirstNameAr, c.BirthDate, c.MassarCode))];
        var today = MoroccanDay.Today(clock);
        if (Typed.Kind(query.Kind) is not { } kind)
            return new Draft(null, null, today, choices, [], false) { OffFrom = await Off(today, ct) };

        var rule = FamilyEvent.RuleOf(kind);
        var papers = new List<PaperAsked>();
        foreach (var paper in (await FamilyBook.Current(db, ct)).Of(kind))
        {
            var known = await desk.KnownFrom(paper, me, null, children.Find(c => c.Id == query.Child), null, ct);
            papers.Add(new PaperAsked(paper.Code, paper.NameAr, paper.NameFr, known, known is null ? paper.KnownFrom : null));
        }

        return new Draft(kind, children.Exists(c => c.Id == query.Child) ? query.Child : null, today, choices, papers, (rule.Needs is { } needs && me.MaritalStatus != needs) || (rule.HasChild && children.Count == 0)) { OffFrom = await Off(today, ct) };
    }

    private async Task<DateOnly?> Off(DateOnly today, CancellationToken ct) =>
        (await ProcedureBook.SwitchedOff(db, [FamilyAllowance.KindCode], today, ct)).Values.Select(d => (DateOnly?)d).FirstOrDefault();

    public async Task<Outcome<Declared>> Handle(Command command, CancellationToken ct)
    {
        // The employee's row goes first: one event sent twice at once is declared once.
        var id = user.EmployeeId ?? 0;
        await db.Employees.Where(e => e.Id == id).Select(e => e.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (await Me(ct) is not { } me)
            return Refusal.NotFound;
        var (now, today, kind, on) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), command.Chosen!.Value, command.Day!.Value);
        var rule = FamilyEvent.RuleOf(kind);
        var chosen = rule.HasChild ? command.Child : null;
        var child = chosen is null ? null : await db.EmployeeChildren.SingleOrDefaultAsync(c => c.Id == chosen && c.EmployeeId == me.Id, ct);
        if (rule.HasChild && child is null)
            return Refusal.Invalid("Child", "family.child.needed");
        if (on > today || on < child?.BirthDate)
            return Refusal.Invalid("On", on > today ? "family.on.future" : "family.on.before-birth");
        if (rule.Needs is { } needs && me.MaritalStatus != needs)
            return Refusal.Conflict("family.not-married").Next("family.not-married.next");
        if (kind == FamilyEventKind.Marriage && me.MaritalStatus == MaritalStatus.Married)
            return Refusal.Conflict("family.already-married").Next("family.not-married.next");

        var (name, cin, code) = (BidiSafe.CleanOrNull(command.ChildName), Cin.Read(command.OtherCin)?.ToString(), MassarCode.Read(command.MassarCode)?.Value);
        if (cin is not null && cin == me.Cin)
            return Refusal.Invalid("OtherCin", "family.cin.own");
        var open = await db.FamilyEvents.Where(e => e.EmployeeId == me.Id && e.Kind == kind && (e.State == FamilyState.Declared || e.State == FamilyState.Missing || e.HappenedOn == on) && e.State != FamilyState.Refused && e.State != FamilyState.Cancelled)
            .Select(e => new { e.ChildId, e.ChildNameAr }).ToListAsync(ct);
        if (open.Exists(e => kind == FamilyEventKind.Birth ? ArabicFolding.Fold(e.ChildNameAr) == ArabicFolding.Fold(name) : e.ChildId == chosen))
            return Refusal.Conflict("family.twice").Next("family.twice.next");

        var yesterday = now.AddDays(-1);
        if (await db.FamilyEvents.CountAsync(e => e.EmployeeId == me.Id && e.DeclaredAt > yesterday, ct) >= FamilyEvent.MostDaily)
            return Refusal.Conflict("family.daily", FamilyEvent.MostDaily).Next("family.daily.next");

        var declaration = new FamilyEvent
        {
            EmployeeId = me.Id,
            PlaceId = me.PlaceId,
            PlacePath = me.PlacePath,
            Kind = kind,
            HappenedOn = on,
            ChildId = chosen,
            ChildNameAr = kind == FamilyEventKind.Birth ? name : null,
            SpouseNameAr = kind == FamilyEventKind.Marriage ? BidiSafe.CleanOrNull(command.SpouseName) : null,
            OtherCin = kind is FamilyEventKind.Marriage or FamilyEventKind.Birth ? cin : child?.OtherParentCin,
            MassarCode = kind == FamilyEventKind.Schooling ? code ?? child!.MassarCode : null,
            ComesIntoCare = kind == FamilyEventKind.Custody ? command.Comes == "yes" : null,
            Remark = BidiSafe.CleanLinesOrNull(command.Remark),
            DeclaredAt = now,
            DeclaredByAccountId = user.AccountId,
        };
        declaration.Begin(now);
        db.FamilyEvents.Add(declaration);
        await db.SaveChangesAsync(ct);
        foreach (var paper in (await FamilyBook.Current(db, ct)).Of(kind))
            if (await desk.KnownFrom(paper, me, declaration.OtherCin, child, declaration.MassarCode, ct) is { } known)
                db.FamilyPapers.Add(new FamilyPaper { EventId = declaration.Id, Code = paper.Code, KnownFrom = known, At = now });
            else if (command.Papers.TryGetValue(paper.Code, out var bytes) && bytes is { Length: > 0 } && await desk.Keep(declaration.Id, paper.Code, bytes, Endpoint.PaperField + paper.Code, now, ct) is { } unfit)
                return unfit;
        await desk.Settle(declaration, "declared", null, now, ct);
        return new Declared(declaration.Id);
    }

    private Task<Employee?> Me(CancellationToken ct)
    {
        var id = user.EmployeeId ?? 0;
        return db.Employees.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
    }
}
