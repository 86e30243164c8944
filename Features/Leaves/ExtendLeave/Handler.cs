using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Files.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.ExtendLeave;

/// <param name="Days">Nothing is counted before they are given.</param>
public sealed record Query(long Id, string? Days) : IQuery<Draft>;

/// <summary>A leave that may be extended, and once days are typed, what they come to.</summary>
/// <param name="Until">The last day to ask.</param>
/// <param name="Hindrance">Why it cannot be extended now.</param>
public sealed record Draft(
    long Id, string Kind, DateOnly EndsOn, DateOnly Until, string? Days, Refusal? Hindrance, DateOnly? To, IReadOnlyList<LeaveCounter> Counters, Pay Pay, DateOnly? PaperDueOn, bool NeedsPaperNow,
    [property: JsonIgnore] LeaveBook Book);

public sealed record Command(long Id, string? Days, string? Reason, byte[]? Paper) : ICommand<Asked>;

/// <param name="Id">The extension, a leave of its own that follows the other.</param>
public sealed record Asked(long Id);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Days).Must(d => Typed.Count(d) is not null).WithMessage("leaves.days.wrong");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Leave.ReasonLength).WithMessage("leaves.too-long").WithState(_ => new object[] { Leave.ReasonLength });
    }
}

internal static class Typed
{
    private const int MostDays = 1825;

    public static int? Count(string? text) => int.TryParse(Digits.ToLatin(text ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MostDays ? days : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, LeaveDesk desk, TimeProvider clock) : IQueryHandler<Query, Draft>, ICommandHandler<Command, Asked>
{
    public async Task<Outcome<Draft>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.Leaves.OfEmployee(user).AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is not { } leave)
            return Refusal.NotFound;
        var (today, book) = (MoroccanDay.Today(clock), await LeaveBook.Current(db, ct));
        var hindrance = await Against(leave, book, today, ct);
        if (hindrance is not null || Typed.Count(query.Days) is not { } days || book.Find(leave.TypeCode) is not { } type)
            return new Draft(id, leave.TypeCode, leave.EndsOn, book.ExtendUntil(leave), query.Days, hindrance, null, [], default, null, false, book);
        var me = await Me(leave, ct);
        var (from, spans) = (leave.EndsOn.AddDays(1), await db.Leaves.SpansOf(leave.EmployeeId, 0, ct, leave.Id));
        var to = book.Counters.End(type, from, days);
        return new Draft(
            id, leave.TypeCode, leave.EndsOn, book.ExtendUntil(leave), query.Days, null, to, book.Counters.Shown(type, me.Sex == Sex.Male, spans, from, to), book.Counters.PayOf(type, spans, from, to),
            LeaveBook.PaperDueOn(type, from, today, me.IsUrban ?? true), NeedsPaperNow(type), book);
    }

    public async Task<Outcome<Asked>> Handle(Command command, CancellationToken ct)
    {
        var (id, own) = (command.Id, user.EmployeeId ?? 0);
        // The employee's row goes first: two requests sent at once are weighed one after the other.
        if (await db.Employees.Where(e => e.Id == own).ForUpdate().Select(e => (long?)e.Id).SingleOrDefaultAsync(ct) is null)
            return Refusal.NotFound;
        var leave = await db.Leaves.OfEmployee(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (leave is null)
            return Refusal.NotFound;
        var (now, today, book) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock), await LeaveBook.Current(db, ct));
        if (await Against(leave, book, today, ct) is { } hindrance)
            return hindrance;
        var (type, me, days) = (book.Types[leave.TypeCode], await Me(leave, ct), Typed.Count(command.Days)!.Value);
        var (from, spans) = (leave.EndsOn.AddDays(1), await db.Leaves.SpansOf(leave.EmployeeId, 0, ct, leave.Id));
        var to = book.Counters.End(type, from, days);
        if (spans.Any(s => s.From <= to && from <= s.To))
            return Refusal.Conflict("leaves.overlaps").Next("leaves.overlaps.next");
        if (book.Counters.Rules(type, me.Sex == Sex.Male, spans, from, to).FirstOrDefault(c => c.IsOver) is { } over)
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
        else if (NeedsPaperNow(type))
        {
            return Refusal.Invalid("Paper", "leaves.paper.needed");
        }

        var extension = new Leave
        {
            ExtendsId = leave.Id,
            EmployeeId = leave.EmployeeId,
            TypeCode = type.Code,
            CountedAs = type.Code,
            // Where the person works today: who moved since is answered by the new head and office.
            PlaceId = me.PlaceId,
            PlacePath = me.PlacePath,
            StartsOn = from,
            EndsOn = to,
            Days = days,
            IsAbsence = type.IsAbsence,
            IsMedical = type.IsMedical,
            Reason = BidiSafe.CleanLinesOrNull(command.Reason),
            PaperDueOn = LeaveBook.PaperDueOn(type, from, today, me.IsUrban ?? true),
            AskedByAccountId = user.AccountId,
            AskedAt = now,
        };
        extension.Begin(toHead: me.IsUrban is not null && user.Role != Roles.Head, now);
        if (paper is not null)
            extension.HandIn(paper.Id, now);
        db.Leaves.Add(extension);
        await db.SaveChangesAsync(ct);
        db.LeaveEvents.Add(new LeaveEvent { LeaveId = leave.Id, At = now, What = "extension", Role = user.Role, AccountId = user.AccountId, PlaceId = user.PlaceId });
        await desk.Settle(extension, "asked", null, now, ct);
        return new Asked(extension.Id);
    }

    // A running leave, until so many days after its last; one extension at a time.
    private async Task<Refusal?> Against(Leave leave, LeaveBook book, DateOnly today, CancellationToken ct)
    {
        var (id, live) = (leave.Id, LeaveStates.Live);
        if (leave.ReturnedOn is { } back)
            return Refusal.Conflict("leaves.extension.returned", Formats.ShortDate(back)).Next("leaves.extension.returned.next");
        if (leave.State != LeaveState.Granted || leave.StartsOn > today || leave.CountedAs != leave.TypeCode || book.Find(leave.TypeCode) is not { IsOpen: true })
            return Refusal.Conflict("leaves.extension.not-running").Next("leaves.extension.not-running.next");
        if (today > book.ExtendUntil(leave))
            return Refusal.Conflict("leaves.extension.late", Formats.ShortDate(book.ExtendUntil(leave))).Next("leaves.extension.late.next");
        return await db.Leaves.AnyAsync(l => l.ExtendsId == id && live.Contains(l.State), ct) ? Refusal.Conflict("leaves.extension.there").Next("leaves.extension.there.next") : null;
    }

    private static bool NeedsPaperNow(LeaveType type) => type is { NeedsPaper: true, PaperDays: null };

    private async Task<Person> Me(Leave leave, CancellationToken ct)
    {
        var employee = leave.EmployeeId;
        return await db.Employees.AsNoTracking().Where(e => e.Id == employee)
            .Select(e => new Person(e.Sex, e.PlaceId, e.PlacePath, db.Schools.Where(s => s.Id == e.PlaceId).Select(s => (bool?)s.IsUrban).FirstOrDefault())).SingleAsync(ct);
    }

    /// <param name="IsUrban">Of the school; null for who works in an office.</param>
    private sealed record Person(Sex Sex, int PlaceId, string PlacePath, bool? IsUrban);
}
