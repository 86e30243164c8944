using FluentValidation;
using Massar.Features.Discipline.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.OpenCase;

/// <param name="Ppr">As typed.</param>
/// <param name="Awaited">The day somebody was awaited back from a leave, ISO: the facts are proposed.</param>
public sealed record Query(string? Ppr, string? Awaited = null) : IQuery<Entry>;

/// <param name="ReplyDays">So many days the person has for his explanations.</param>
/// <param name="Awaited">Proposed facts: not back from a leave since that day.</param>
public sealed record Entry(string? Ppr, int ReplyDays, DateOnly? Awaited = null);

public sealed record Command(string? Ppr, string? Day, string? Facts, string? Pieces) : ICommand<Opened>;

public sealed record Opened(long Case);

public sealed class Validator : AbstractValidator<Command>
{
    private const int Shortest = 20;

    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Ppr).Must(p => Employee.IsPpr(Number(p))).WithMessage("discipline.ppr.needed");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).WithMessage("discipline.day.past");
        RuleFor(c => c.Facts).Must(f => BidiSafe.CleanLines(f).Length is >= Shortest and <= DisciplineCase.FactsLength).WithMessage("discipline.facts.length").WithState(_ => new object[] { Shortest, DisciplineCase.FactsLength });
        RuleFor(c => c.Pieces).Must(f => BidiSafe.CleanLines(f).Length <= DisciplineCase.PiecesLength).WithMessage("discipline.too-long").WithState(_ => new object[] { DisciplineCase.PiecesLength });
    }

    internal static string Number(string? typed) => Digits.ToLatin(typed ?? "").Replace(" ", "", StringComparison.Ordinal);
}

public sealed class Handler(MassarDb db, CurrentUser user, DisciplineDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Opened>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct) => new Entry(query.Ppr, (await DisciplineFigures.Current(db, ct)).ReplyDays, TypedDay.Read(query.Awaited));

    public async Task<Outcome<Opened>> Handle(Command command, CancellationToken ct)
    {
        var ppr = Validator.Number(command.Ppr);
        if (await db.Employees.InReachOf(user).Where(e => e.Ppr == ppr).Select(e => new { e.Id }).SingleOrDefaultAsync(ct) is not { } employee)
            return Refusal.Invalid("Ppr", "discipline.ppr.unknown", ppr);
        if ((await desk.Own(ct)).Contains(employee.Id))
            return DisciplineCase.Own;
        var (now, day) = (clock.GetUtcNow().UtcDateTime, TypedDay.Read(command.Day)!.Value);
        _ = await db.Employees.Where(e => e.Id == employee.Id).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        // Nobody is reproached twice with one day while the first case is open.
        if (await db.DisciplineCases.AnyAsync(c => c.EmployeeId == employee.Id && c.FactsOn == day && c.State < DisciplineState.Proposed, ct))
            return Refusal.Invalid("Day", "discipline.day.twice");

        var opened = new DisciplineCase
        {
            EmployeeId = employee.Id,
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            FactsOn = day,
            Facts = BidiSafe.CleanLines(command.Facts),
            Pieces = BidiSafe.CleanLinesOrNull(command.Pieces),
            OpenedAt = now,
            OpenedByAccountId = user.AccountId,
            ReplyDueOn = MoroccanDay.Of(now).AddDays((await DisciplineFigures.Current(db, ct)).ReplyDays),
        }.Begins(now);
        db.DisciplineCases.Add(opened);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new DisciplineStepped(opened.Id, "opened", employee.Id, opened.PlaceId, opened.ReplyDueOn, opened.Version), ct);
        await db.SaveChangesAsync(ct);
        return new Opened(opened.Id);
    }
}
