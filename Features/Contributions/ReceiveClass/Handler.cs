using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ReceiveClass;

public sealed record Query(int ClassId) : IQuery<ClassBook>;

/// <param name="Own">Pupils whose money the reader may not receive: their own children.</param>
/// <param name="Optional">Headings nobody owes, in order.</param>
/// <param name="Printable">Receipts the class got today.</param>
public sealed record ClassBook(int Id, string Name, int Year, string Seen, IReadOnlyList<Account> Accounts, [property: JsonIgnore] IReadOnlySet<long> Own, IReadOnlyList<Due> Optional, int Printable, bool IsClosed) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Accounts.Count;
}

/// <param name="Seen">What the page had read; another person may have received meanwhile.</param>
public sealed record Command(int ClassId, string? Seen, IReadOnlyDictionary<string, string[]> Paid) : ICommand<Received>;

/// <summary>What was made: so many receipts, from number to number.</summary>
public sealed record Received(int Count, string First, string Last, decimal Total);

public sealed record PrintQuery(int ClassId) : IQuery<Printable>;

public sealed record Printable(IReadOnlyList<CashContent> Papers);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Paid).Must(p => p.Values.Any(t => t.Length > 0)).WithMessage("contributions.class.tick");
}

public sealed class Handler(MassarDb db, CashDesk desk, CurrentUser user) : IQueryHandler<Query, ClassBook>, IQueryHandler<PrintQuery, Printable>, ICommandHandler<Command, Received>
{
    private const int MostPrinted = 200;

    public async Task<Outcome<ClassBook>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.ClassId, desk.Today);
        var head = await db.Classes.NowAt(user, db).Where(c => c.Id == id)
            .Select(c => new { c.Name, c.SchoolYearId, IsClosed = db.CashDays.Any(d => d.SchoolId == c.SchoolId && d.Day == today && d.State != CashDayState.Open), Printable = db.CashEntries.Count(e => e.ClassId == id && e.Day == today && e.Kind == CashKind.Receipt && e.Document!.State == DocumentState.Valid) }).SingleOrDefaultAsync(ct);
        if (head is null)
            return Refusal.NotFound;
        var accounts = await Read(id, head.SchoolYearId, ct);
        return new ClassBook(id, head.Name, head.SchoolYearId, Dues.Seen(accounts), accounts, await Own(accounts, ct), [.. accounts.SelectMany(a => a.Lines).Where(l => l.IsOptional).DistinctBy(l => l.Code)], head.Printable, head.IsClosed);
    }

    public async Task<Outcome<Printable>> Handle(PrintQuery query, CancellationToken ct)
    {
        var (id, today) = (query.ClassId, desk.Today);
        var papers = await db.CashEntries.At(user).Where(e => e.ClassId == id && e.Day == today && e.Kind == CashKind.Receipt && e.Document!.State == DocumentState.Valid)
            .OrderBy(e => e.Year).ThenBy(e => e.Number).Select(e => e.Paper).Take(MostPrinted).ToListAsync(ct);
        return papers.Count == 0 ? Refusal.NotFound : new Printable([.. papers.Select(CashContent.Read)]);
    }

    public async Task<Outcome<Received>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.HoldToday(ct) is { } closed)
            return closed;
        var id = command.ClassId;
        var year = await db.Classes.NowAt(user, db).Where(c => c.Id == id).Select(c => (int?)c.SchoolYearId).SingleOrDefaultAsync(ct);
        if (year is null)
            return Refusal.NotFound;
        var accounts = await Read(id, year.Value, ct);
        if (!string.IsNullOrEmpty(command.Seen) && command.Seen != Dues.Seen(accounts))
            return Refusal.Stale.Next("contributions.class.changed");
        var byCode = accounts.ToDictionary(a => a.Payer.MassarCode, StringComparer.Ordinal);
        if (command.Paid.Keys.FirstOrDefault(c => !byCode.ContainsKey(c)) is { } stranger)
            return Refusal.Conflict("contributions.class.stranger", stranger).Next("contributions.class.changed");
        var own = await Own(accounts, ct);
        var drafts = new List<CashDraft>();
        foreach (var account in accounts.Where(a => command.Paid.TryGetValue(a.Payer.MassarCode, out var ticked) && ticked.Length > 0))
        {
            var ticked = command.Paid[account.Payer.MassarCode];
            if (own.Contains(account.Payer.Id))
                return Refusal.Conflict("contributions.own-child").Next("contributions.own-child.next").Recorded();
            if (ticked.Any(t => t != Ticks.All && account.Find(t) is not { IsOptional: true }))
                return Refusal.Invalid("Paid", "contributions.heading.unknown");
            PaidLine[] lines = [.. account.Lines.Where(l => ticked.Contains(l.IsOptional ? l.Code : Ticks.All) && l.Room > 0).Select(l => new PaidLine(l.Code, l.NameAr, l.NameFr, l.Room))];
            if (lines.Length == 0)
                return Refusal.Conflict("contributions.nothing-owed", account.Payer.MassarCode).Next("contributions.class.changed");
            drafts.Add(new CashDraft(CashKind.Receipt, year.Value, lines) { Payer = account.Payer });
        }

        var made = await desk.Enter(drafts, ct);
        return made.IsRefused ? made.Refusal! : new Received(made.Value.Count, made.Value[0].NumberShown, made.Value[^1].NumberShown, made.Value.Sum(e => e.Total));
    }

    private async Task<List<Account>> Read(int classId, int year, CancellationToken ct) =>
        await Dues.Of(db, year, db.Enrollments.At(user).Where(e => e.ClassId == classId), await db.HeadingsOf(year, ct), ct);

    private async Task<IReadOnlySet<long>> Own(List<Account> accounts, CancellationToken ct)
    {
        var ids = accounts.ConvertAll(a => a.Payer.Id);
        return (await db.Guardianships.OfPerson(user, db).Where(g => ids.Contains(g.PupilId)).Select(g => g.PupilId).ToListAsync(ct)).ToHashSet();
    }
}
