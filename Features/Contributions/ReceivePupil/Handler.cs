using FluentValidation;
using Massar.Features.Contributions.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ReceivePupil;

public sealed record Query(long PupilId) : IQuery<PupilBook>;

/// <param name="Entries">Of this year at this school, and those made in it for former ones, the newest first.</param>
/// <param name="Former">What is left of former years at this school.</param>
/// <param name="Exempt">Headings not owed, and why.</param>
public sealed record PupilBook(int Year, string Seen, Account Account, IReadOnlyList<EntryLine> Entries, IReadOnlyList<ExemptLine> Exempt, bool IsOwn, bool IsClosed, decimal Former) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record ExemptLine(string HeadingCode, string ReasonAr, string ReasonFr, string? Note);

/// <param name="Amounts">As typed, by code of the heading; empty is nothing.</param>
public sealed record Command(long PupilId, string? Seen, IReadOnlyDictionary<string, string?> Amounts) : ICommand<Made>
{
    public string? Of(string code) => Amounts.GetValueOrDefault(code);
}

public sealed record Made(long Id, string Number, decimal Total);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Amounts).Must(a => a.Values.Any(v => !string.IsNullOrWhiteSpace(v))).WithMessage("contributions.pupil.nothing");
}

public sealed class Handler(MassarDb db, CashDesk desk, CurrentUser user) : IQueryHandler<Query, PupilBook>, ICommandHandler<Command, Made>
{
    private const int MostEntries = 40;

    public async Task<Outcome<PupilBook>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.PupilId, desk.Today);
        var head = await db.SchoolYears.Where(y => y.IsCurrent)
            .Select(y => new { y.Id, IsOwn = db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == id), IsClosed = db.CashDays.Any(d => d.SchoolId == user.PlaceId && d.Day == today && d.State != CashDayState.Open) }).SingleAsync(ct);
        var year = head.Id;
        if (await Read(id, year, ct) is not { } account)
            return Refusal.NotFound;
        var entries = await db.CashEntries.At(user).Where(e => e.PupilId == id && (e.SchoolYearId == year || db.SchoolYears.Any(y => y.Id == year && y.StartsOn <= e.Day))).OrderByDescending(e => e.Id).Lines(db).Take(MostEntries).ToListAsync(ct);
        var exempt = await (
            from x in db.Exemptions
            where x.PupilId == id && x.SchoolYearId == year && x.LiveKey != null
            join n in db.Nomenclatures.Where(n => n.List == Exemption.Reasons) on x.ReasonCode equals n.Code
            orderby x.Id
            select new ExemptLine(x.HeadingCode, n.NameAr, n.NameFr, x.Note)).ToListAsync(ct);
        var former = (await Former.Of(db, db.Enrollments.Where(e => e.PupilId == id), ct)).Where(l => l.SchoolId == user.PlaceId).Sum(l => l.Owed);
        return new PupilBook(year, Dues.Seen([account]), account, entries, exempt, head.IsOwn, head.IsClosed, former);
    }

    public async Task<Outcome<Made>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.HoldToday(ct) is { } closed)
            return closed;
        var (id, year) = (command.PupilId, await db.CurrentYear(ct));
        if (await Read(id, year, ct) is not { } account)
            return Refusal.NotFound;
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == id, ct))
            return Refusal.Conflict("contributions.own-child").Next("contributions.own-child.next").Recorded();
        if (!string.IsNullOrEmpty(command.Seen) && command.Seen != Dues.Seen([account]))
            return Refusal.Stale.Next("contributions.class.changed");

        var (wrong, lines) = (new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase), new List<PaidLine>());
        foreach (var (code, typed) in command.Amounts.Where(a => !string.IsNullOrWhiteSpace(a.Value)))
        {
            if (account.Find(code) is not { } due)
                return Refusal.Invalid("Amounts", "contributions.heading.unknown");
            var read = NumberReader.Read(typed, 2, 0, due.Room);
            if (read.Value is not { } amount)
                wrong[$"a[{code}]"] = read.Problem == NumberProblem.OutOfRange ? new Said("contributions.amount.range", Formats.Number(due.Room, 2)) : new Said("contributions.amount.wrong");
            else if (amount > 0)
                lines.Add(new PaidLine(due.Code, due.NameAr, due.NameFr, amount));
        }

        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        if (lines.Count == 0)
            return Refusal.Invalid("Amounts", "contributions.pupil.nothing");
        var order = account.Lines.Select(l => l.Code).ToList();
        var made = await desk.Enter([new CashDraft(CashKind.Receipt, year, [.. lines.OrderBy(l => order.IndexOf(l.Code))]) { Payer = account.Payer }], ct);
        return made.IsRefused ? made.Refusal! : new Made(made.Value[0].Id, made.Value[0].NumberShown, made.Value[0].Total);
    }

    private async Task<Account?> Read(long pupil, int year, CancellationToken ct) =>
        (await Dues.Of(db, year, db.Enrollments.At(user).Where(e => e.PupilId == pupil), await db.HeadingsOf(year, ct), ct)).FirstOrDefault();
}
