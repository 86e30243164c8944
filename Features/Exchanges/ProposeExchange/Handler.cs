using FluentValidation;
using Massar.Features.Employees.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.ProposeExchange;

/// <param name="With">Line of the board whose post the proposer would take.</param>
/// <param name="Third">Line of the board of the one who would take the proposer's post.</param>
public sealed record Query(long? With, long? Third) : IQuery<Proposal>;

/// <summary>A proposal before it is sent.</summary>
/// <param name="First">The chosen line of the board; null where a number is to be typed.</param>
/// <param name="Against">What stands against it on the reader's own side.</param>
public sealed record Proposal(PostName Mine, PostName? First, PostName? Second, DateOnly Earliest, DateOnly Day, DateOnly Latest, int AnswerDays, ExchangeRule? Against);

/// <param name="Id">Of the line of the board; 0 for one's own post.</param>
public sealed record PostName(long Id, string Ar, string Fr, string? WithinAr, string? WithinFr);

public sealed record Command(long? With, long? Third, string? Ppr, string? ThirdPpr, string? Day) : ICommand<Proposed>;

public sealed record Proposed(long Exchange);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Ppr).Must(p => Read(p) is { } ppr && Employee.IsPpr(ppr)).When(c => c.With is null).WithMessage("exchanges.ppr.form");
        RuleFor(c => c.ThirdPpr).Must(p => Read(p) is { } ppr && Employee.IsPpr(ppr)).When(c => c.Third is null && !string.IsNullOrWhiteSpace(c.ThirdPpr)).WithMessage("exchanges.ppr.form");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is not null).WithMessage("exchanges.day.needed");
    }

    /// <summary>A payroll number as it was typed, in Latin digits.</summary>
    internal static string? Read(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : Digits.ToLatin(typed).Replace(" ", "", StringComparison.Ordinal);
}

public sealed class Handler(MassarDb db, CurrentUser user, ExchangeFiles files, ExchangeDesk desk, ProposalBudget budget, TimeProvider clock) : IQueryHandler<Query, Proposal>, ICommandHandler<Command, Proposed>
{
    /// <summary>Months ahead a day may lie.</summary>
    private const int MostMonths = 12;

    public async Task<Outcome<Proposal>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        if ((await files.Of([me], 0, ct)).GetValueOrDefault(me) is not { } file)
            return Refusal.NotFound;
        var (figures, today) = (await ExchangeFigures.Current(db, ct), MoroccanDay.Today(clock));
        long[] ids = [.. new[] { query.With, query.Third }.OfType<long>()];
        var lines = ids.Length == 0 ? [] : await (
            from o in Board(file, today)
            where ids.Contains(o.Id)
            join p in db.Places on o.PlaceId equals p.Id
            join within in db.Places on p.ParentId equals within.Id
            select new PostName(o.Id, p.NameAr, p.NameFr, within.NameAr, within.NameFr)).AsNoTracking().ToListAsync(ct);
        if (lines.Count < ids.Distinct().Count())
            return Refusal.NotFound;
        var earliest = today.AddDays(figures.NoticeDays);
        // Changing places with the school year disturbs no class.
        var september = new DateOnly(today.Month >= 9 ? today.Year + 1 : today.Year, 9, 1);
        return new Proposal(
            new PostName(0, file.PlaceAr, file.PlaceFr, null, null), lines.Find(l => l.Id == query.With), lines.Find(l => l.Id == query.Third), earliest, september < earliest ? earliest : september, today.AddMonths(MostMonths),
            figures.AnswerDays, file.Judge(figures, today).FirstOrDefault(r => !r.Holds));
    }

    public async Task<Outcome<Proposed>> Handle(Command command, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        // Held until the end: who sends two at once sends one after the other.
        if (await db.Employees.Where(e => e.Id == me).ForUpdate().Select(e => (long?)e.Id).SingleOrDefaultAsync(ct) is null)
            return Refusal.NotFound;
        var (now, figures) = (clock.GetUtcNow().UtcDateTime, await ExchangeFigures.Current(db, ct));
        var today = MoroccanDay.Of(now);
        var day = TypedDay.Read(command.Day)!.Value;
        if (day < today.AddDays(figures.NoticeDays) || day > today.AddMonths(MostMonths))
            return Refusal.Invalid("Day", "exchanges.day.range", Formats.ShortDate(today.AddDays(figures.NoticeDays)), Formats.ShortDate(today.AddMonths(MostMonths)));

        var own = (await files.Of([me], 0, ct))[me];
        if (own.Judge(figures, today).FirstOrDefault(r => !r.Holds) is { } against)
            return against.AsRefusal();
        if (budget.Spend(user.AccountId) is { } wait)
            return Refusal.TooMany(wait);
        var first = await Find(own, command.With, command.Ppr, today, ct);
        var wantsThird = command.Third is not null || !string.IsNullOrWhiteSpace(command.ThirdPpr);
        var second = wantsThird ? await Find(own, command.Third, command.ThirdPpr, today, ct) : null;
        var others = await files.Of([.. new[] { first, second }.OfType<long>().Distinct()], 0, ct);
        // Unknown, of another subject, kept by a condition of his own: one answer for all of them, so that nobody reads others' files by trying numbers.
        if (first is not { } one || !Fits(own, others.GetValueOrDefault(one), figures, today))
            return Refusal.Invalid(command.With is null ? "Ppr" : "Day", "exchanges.other.cannot");
        if (wantsThird && (second is not { } two || two == one || !Fits(own, others.GetValueOrDefault(two), figures, today)))
            return Refusal.Invalid(command.Third is null ? "ThirdPpr" : "Day", "exchanges.other.cannot");
        ExchangeFile[] circle = [own, others[one], .. second is { } third ? [others[third]] : Array.Empty<ExchangeFile>()];
        if (ExchangeFile.JudgeCircle(circle).FirstOrDefault(r => !r.Holds) is { } between)
            return command.With is not null && (command.Third is not null || !wantsThird) ? between.AsRefusal() : Refusal.Invalid(command.With is null ? "Ppr" : "ThirdPpr", "exchanges.other.cannot");

        var academy = own.AcademyPath!;
        var exchange = new Exchange { PlaceId = Territory.LastOf(academy), PlacePath = academy, GroupCode = own.Group!, EffectiveOn = day, ProposedAt = now, AnswerUntil = today.AddDays(figures.AnswerDays) };
        exchange.Begin(circle.Select((p, i) => new ExchangeParty
        {
            Order = i + 1,
            EmployeeId = p.EmployeeId,
            FromPlaceId = p.PlaceId,
            FromPath = p.PlacePath,
            ToPlaceId = circle[(i + 1) % circle.Length].PlaceId,
        }), now, user.AccountId);
        db.Exchanges.Add(exchange);
        await db.SaveChangesAsync(ct);
        desk.Await(exchange);
        await desk.Tell(exchange, "proposed", null, me, ct);
        return new Proposed(exchange.Id);
    }

    private static bool Fits(ExchangeFile own, ExchangeFile? other, ExchangeFigures figures, DateOnly today) =>
        other is not null && other.EmployeeId != own.EmployeeId && other.Group == own.Group && other.AcademyPath == own.AcademyPath && other.Judge(figures, today).All(r => r.Holds);

    private async Task<long?> Find(ExchangeFile own, long? line, string? ppr, DateOnly today, CancellationToken ct)
    {
        var number = Validator.Read(ppr);
        return line is { } id
            ? await Board(own, today).Where(o => o.Id == id).Select(o => (long?)o.EmployeeId).SingleOrDefaultAsync(ct)
            : await db.Employees.Where(e => e.Ppr == number).Select(e => (long?)e.Id).SingleOrDefaultAsync(ct);
    }

    // The lines the reader's board shows.
    private IQueryable<ExchangeOffer> Board(ExchangeFile own, DateOnly today)
    {
        var (group, academy, me) = (own.Group ?? "", own.AcademyPath ?? "-", own.EmployeeId);
        return db.ExchangeOffers.Where(o => o.GroupCode == group && o.PlacePath.StartsWith(academy) && o.Until >= today && o.EmployeeId != me && db.Employees.Any(e => e.Id == o.EmployeeId && e.PlaceId == o.PlaceId));
    }
}
