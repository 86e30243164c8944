using System.Globalization;
using FluentValidation;
using Massar.Features.Contributions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.CloseDay;

public sealed record Query(DateOnly Day) : IQuery<ToClose>;

/// <param name="Booked">What the book says is in the box.</param>
/// <param name="Older">An earlier day that was never closed.</param>
public sealed record ToClose(DateOnly Day, decimal Booked, int Entries, DateOnly? Older);

/// <param name="Seen">The booked amount the page showed, with two decimals and a point; null from a program that does not mind.</param>
public sealed record Command(DateOnly Day, string? Counted, string? Reason, string? Seen) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    private const decimal Most = 100_000_000;

    public Validator()
    {
        RuleFor(c => c.Counted).Must(t => Read(t) is not null).WithMessage("contributions.amount.wrong");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= CashDay.ReasonLength).WithMessage("contributions.too-long").WithState(_ => new object[] { CashDay.ReasonLength });
    }

    internal static decimal? Read(string? typed) => NumberReader.Read(typed, 2, 0, Most).Value;
}

public sealed class Handler(MassarDb db, CashDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ToClose>, ICommandHandler<Command>
{
    public async Task<Outcome<ToClose>> Handle(Query query, CancellationToken ct)
    {
        var day = query.Day;
        var state = await db.CashDays.At(user).Where(d => d.Day == day).Select(d => (CashDayState?)d.State).SingleOrDefaultAsync(ct);
        if (state is null)
            return Refusal.NotFound;
        if (state != CashDayState.Open)
            return Refusal.Conflict("contributions.day.is-closed").Next("contributions.day.is-closed.next");
        return new ToClose(day, await CashDesk.Balance(db, user.PlaceId, day, ct), await db.CashEntries.At(user).CountAsync(e => e.Day == day, ct), await Older(day, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var day = command.Day;
        if (day > desk.Today)
            return Refusal.NotFound;
        var held = await desk.Hold(day, ct);
        if (!await db.CashEntries.At(user).AnyAsync(e => e.Day == day, ct))
            return Refusal.NotFound;
        if (await Older(day, ct) is { } older)
            return Refusal.Conflict("contributions.close.older", Formats.ShortDate(older)).Next("contributions.close.older.next");
        var booked = await CashDesk.Balance(db, user.PlaceId, day, ct);
        if (!string.IsNullOrEmpty(command.Seen) && command.Seen != Shown(booked))
            return Refusal.Stale.Next("contributions.close.changed", command.Seen, Shown(booked));
        if (held.Close(booked, Validator.Read(command.Counted)!.Value, BidiSafe.CleanLinesOrNull(command.Reason), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>As the form carries it.</summary>
    public static string Shown(decimal booked) => booked.ToString("0.00", CultureInfo.InvariantCulture);

    // The count of a day carries on from that of the day before.
    private Task<DateOnly?> Older(DateOnly day, CancellationToken ct) =>
        db.CashDays.At(user).Where(d => d.Day < day && d.State == CashDayState.Open && db.CashEntries.Any(e => e.SchoolId == d.SchoolId && e.Day == d.Day)).OrderBy(d => d.Day).Select(d => (DateOnly?)d.Day).FirstOrDefaultAsync(ct);
}
