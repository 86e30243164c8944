using FluentValidation;
using Massar.Features.Contributions.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.ReceiveFormer;

public sealed record Query(long PupilId) : IQuery<Balance>;

/// <summary>What a pupil of the school still owes it of former years.</summary>
public sealed record Balance(Payer Payer, IReadOnlyList<FormerLine> Lines, string Seen, bool IsOwn, bool IsClosed) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Amounts">As typed, by <see cref="FormerLine.Key"/>; empty is nothing.</param>
public sealed record Command(long PupilId, string? Seen, IReadOnlyDictionary<string, string?> Amounts) : ICommand<Made>
{
    public string? Of(string key) => Amounts.GetValueOrDefault(key);
}

/// <summary>One receipt for each year, the latest first.</summary>
public sealed record Made(IReadOnlyList<string> Numbers, decimal Total);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Amounts).Must(a => a.Values.Any(v => !string.IsNullOrWhiteSpace(v))).WithMessage("contributions.pupil.nothing");
}

public sealed class Handler(MassarDb db, CashDesk desk, CurrentUser user) : IQueryHandler<Query, Balance>, ICommandHandler<Command, Made>
{
    public async Task<Outcome<Balance>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.PupilId, desk.Today);
        if (await Payer(id, ct) is not { } payer)
            return Refusal.NotFound;
        var lines = await Lines(id, ct);
        var rest = await db.SchoolYears.Where(y => y.IsCurrent)
            .Select(y => new { IsOwn = db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == id), IsClosed = db.CashDays.Any(d => d.SchoolId == user.PlaceId && d.Day == today && d.State != CashDayState.Open) }).SingleAsync(ct);
        return new Balance(payer, lines, Former.Seen(lines), rest.IsOwn, rest.IsClosed);
    }

    public async Task<Outcome<Made>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.HoldToday(ct) is { } closed)
            return closed;
        var id = command.PupilId;
        if (await Payer(id, ct) is not { } payer)
            return Refusal.NotFound;
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == id, ct))
            return Refusal.Conflict("contributions.own-child").Next("contributions.own-child.next").Recorded();
        var owed = await Lines(id, ct);
        if (!string.IsNullOrEmpty(command.Seen) && command.Seen != Former.Seen(owed))
            return Refusal.Stale.Next("contributions.class.changed");

        var (wrong, paid) = (new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase), new List<(int Year, PaidLine Line)>());
        foreach (var (key, typed) in command.Amounts.Where(a => !string.IsNullOrWhiteSpace(a.Value)))
        {
            if (owed.Find(l => l.Key == key) is not { } line)
                return Refusal.Invalid("Amounts", "contributions.heading.unknown");
            var read = NumberReader.Read(typed, 2, 0, line.Owed);
            if (read.Value is not { } amount)
                wrong[$"a[{key}]"] = read.Problem == NumberProblem.OutOfRange ? new Said("contributions.amount.range", Formats.Number(line.Owed, 2)) : new Said("contributions.amount.wrong");
            else if (amount > 0)
                paid.Add((line.Year, new PaidLine(line.Code, line.NameAr, line.NameFr, amount)));
        }

        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        if (paid.Count == 0)
            return Refusal.Invalid("Amounts", "contributions.pupil.nothing");
        var order = owed.ConvertAll(l => l.Key);
        var made = await desk.Enter(
        [
            .. paid.GroupBy(p => p.Year).OrderByDescending(g => g.Key)
                .Select(g => new CashDraft(CashKind.Receipt, g.Key, [.. g.OrderBy(p => order.IndexOf(FormerLine.KeyOf(p.Year, p.Line.Code))).Select(p => p.Line)]) { Payer = payer }),
        ], ct);
        return made.IsRefused ? made.Refusal! : new Made([.. made.Value.Select(e => e.NumberShown)], made.Value.Sum(e => e.Total));
    }

    // Of the school's own lists of this year: who left is received where they are now.
    private async Task<Payer?> Payer(long pupil, CancellationToken ct) =>
        (await Dues.Of(db, await db.CurrentYear(ct), db.Enrollments.At(user).Where(e => e.PupilId == pupil), [], ct)).FirstOrDefault()?.Payer;

    private async Task<List<FormerLine>> Lines(long pupil, CancellationToken ct)
    {
        var school = user.PlaceId;
        // All schools are read, so that a year's last one is known; another school's money is not received here.
        return [.. (await Former.Of(db, db.Enrollments.Where(e => e.PupilId == pupil), ct)).Where(l => l.SchoolId == school)];
    }
}
