using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.CheckEvent;

public sealed record Query(long Id) : IQuery<Waiting>;

/// <param name="Others">The same child on the file of the other parent, who is staff too.</param>
public sealed record Waiting(CaseHead Head, IReadOnlyList<OtherParent> Others, [property: JsonIgnore] FamilyBook Book) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1 + Others.Count;

    /// <summary>Papers still to come.</summary>
    public IEnumerable<string> Lacking => Book.Of(Head.Kind).Select(p => p.Code).Where(c => !Head.Has(c) || c == Head.MissingPaper);
}

public sealed record Command(long Id, string? Act, string? Paper, string? Why, string? On, string? Name, string? Comes, string? Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public static readonly IReadOnlyList<string> Acts = ["Enter", "EnterForOther", "Missing", "Refuse"];

    private const int ShortestReason = 10;

    public Validator()
    {
        RuleFor(c => c.Act).Must(a => Acts.Contains(a ?? "")).WithMessage("family.check.choose");
        RuleFor(c => c.Paper).NotEmpty().When(c => c.Act == "Missing").WithMessage("family.paper.choose");
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length >= ShortestReason).When(c => c.Act == "Refuse").WithMessage("family.why.needed").WithState(_ => new object[] { ShortestReason });
        RuleFor(c => c.Why).Must(w => BidiSafe.CleanLines(w).Length <= FamilyEvent.RemarkLength).WithMessage("family.too-long").WithState(_ => new object[] { FamilyEvent.RemarkLength });
        RuleFor(c => c.On).Must(d => string.IsNullOrWhiteSpace(d) || DeclareEvent.Typed.Day(d) is not null).WithMessage("family.on.wrong");
        RuleFor(c => c.Name).Must(n => BidiSafe.Clean(n).Length <= FamilyEvent.NameLength).WithMessage("family.name.needed").WithState(_ => new object[] { FamilyEvent.NameLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, FamilyDesk desk, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var declaration = await db.FamilyEvents.AsNoTracking().Below(user).SingleOrDefaultAsync(e => e.Id == id, ct);
        if (declaration is null)
            return Refusal.NotFound;
        if (await desk.IsOwn(declaration, ct))
            return FamilyEvent.Own;
        if (declaration.State is not (FamilyState.Declared or FamilyState.Missing))
            return FamilyEvent.Changed;
        var head = (await db.CaseOf(db.FamilyEvents.Where(e => e.Id == id), ct))!;
        return new Waiting(head, await Others(declaration, ct), await FamilyBook.Current(db, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var declaration = await db.FamilyEvents.Below(user).Where(e => e.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (declaration is null)
            return Refusal.NotFound;
        if (await desk.IsOwn(declaration, ct))
            return FamilyEvent.Own;
        if (declaration.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;
        var (now, book, why) = (clock.GetUtcNow().UtcDateTime, await FamilyBook.Current(db, ct), BidiSafe.CleanLinesOrNull(command.Why));
        switch (command.Act)
        {
            case "Missing":
                if (book.Find(declaration.Kind, command.Paper) is not { } paper)
                    return Refusal.Invalid("Paper", "family.paper.choose");
                if (declaration.Return(paper.Code, MoroccanDay.Of(now).AddDays(book.PaperDays), why, now) is { } late)
                    return late;
                desk.Chase(declaration);
                await desk.Settle(declaration, "missing", why, now, ct);
                return Done.It;
            case "Refuse":
                if (declaration.Refuse(why!, now) is { } changed)
                    return changed;
                await desk.Settle(declaration, "refused", why, now, ct);
                return Done.It;
            default:
                return await Enter(declaration, command, book, why, now, ct);
        }
    }

    private async Task<Outcome<Done>> Enter(FamilyEvent declaration, Command command, FamilyBook book, string? why, DateTime now, CancellationToken ct)
    {
        var (id, today) = (declaration.Id, MoroccanDay.Of(now));
        var papers = await db.FamilyPapers.Where(p => p.EventId == id).Select(p => p.Code).ToListAsync(ct);
        if (declaration.State == FamilyState.Missing || book.Of(declaration.Kind).Any(p => !papers.Contains(p.Code)))
            return Refusal.Conflict("family.papers-missing").Next("family.papers-missing.next");
        // What the act says takes the place of what was typed on a phone; custody is entered by hand, with its ruling.
        declaration.HappenedOn = DeclareEvent.Typed.Day(command.On) ?? declaration.HappenedOn;
        if (declaration.HappenedOn > today)
            return Refusal.Invalid("On", "family.on.future");
        if (declaration.Kind == FamilyEventKind.Birth)
            declaration.ChildNameAr = BidiSafe.CleanOrNull(command.Name) ?? declaration.ChildNameAr;
        if (declaration.Kind == FamilyEventKind.Custody)
        {
            if (why is null)
                return Refusal.Invalid("Why", "family.ruling.needed");
            declaration.ComesIntoCare = command.Comes switch { "yes" => true, "no" => false, _ => declaration.ComesIntoCare };
        }

        var child = declaration.ChildId;
        if (child is not null && await db.EmployeeChildren.AnyAsync(c => c.Id == child && c.BirthDate > declaration.HappenedOn, ct))
            return Refusal.Invalid("On", "family.on.before-birth");
        declaration.IsPaidHere = command.Act != "EnterForOther";
        var employee = await Held(declaration, ct);
        if (declaration is { Kind: FamilyEventKind.Birth, IsPaidHere: true } && (await Others(declaration, ct)).FirstOrDefault() is { } other)
            return Refusal.Conflict("family.other-parent", other.NameAr, other.Ppr).Next("family.other-parent.next");

        if (FamilyEvent.RuleOf(declaration.Kind).Needs is { } needs && employee.MaritalStatus != needs)
            return Refusal.Conflict("family.not-married").Next("family.not-married.next");
        if (declaration.Enter(why, now) is { } refusal)
            return refusal;
        await FamilyEntry.Write(db, declaration, employee, today, now, ct);
        await desk.Settle(declaration, "entered", why, now, ct);
        return Done.It;
    }

    // Both parents' files are held, in the order of their numbers: of two offices that enter the same child the second finds what the first wrote.
    private async Task<Employee> Held(FamilyEvent declaration, CancellationToken ct)
    {
        var (of, card) = (declaration.EmployeeId, declaration.OtherCin);
        List<long> parents = card is null ? [] : await db.Employees.Where(e => e.Cin == card).Select(e => e.Id).ToListAsync(ct);
        parents.Add(of);
        return (await db.Employees.Where(e => parents.Contains(e.Id)).OrderBy(e => e.Id).ForUpdate().ToListAsync(ct)).Single(e => e.Id == of);
    }

    // Of a birth: the other parent's child of the same day and name.
    private async Task<List<OtherParent>> Others(FamilyEvent declaration, CancellationToken ct)
    {
        if (declaration is not { Kind: FamilyEventKind.Birth, ChildNameAr: { } name })
            return [];
        var of = declaration.EmployeeId;
        var cin = await db.Employees.Where(e => e.Id == of).Select(e => e.Cin).SingleAsync(ct);
        return await FamilySituation.OthersOf(db, [(of, cin, declaration.OtherCin, declaration.HappenedOn, name)], ct);
    }
}
