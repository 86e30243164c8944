using FluentValidation;
using Massar.Features.Contributions.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.GrantExemption;

public sealed record Query(long PupilId) : IQuery<ToExempt>;

/// <param name="Given">Exemptions of this year, those that ended too.</param>
public sealed record ToExempt(Account Account, IReadOnlyList<Given> Given, IReadOnlyList<Why> Reasons) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Given(long Id, string HeadingCode, string ReasonAr, string ReasonFr, string? Note, DateTime At, string ByAr, string ByLatin, DateTime? EndedAt, int Version);

public sealed record Why(string Code, string NameAr, string NameFr);

/// <param name="Headings">Codes of the headings.</param>
public sealed record Command(long PupilId, IReadOnlyList<string> Headings, string? Why, string? Note) : ICommand;

public sealed record EndCommand(long Id, int? Version) : ICommand<Ended>;

public sealed record Ended(long PupilId);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Headings).Must(h => h.Count > 0).WithMessage("contributions.exempt.choose");
        RuleFor(c => c.Why).NotEmpty().WithMessage("contributions.exempt.why");
        RuleFor(c => c.Note).Must(n => BidiSafe.Clean(n).Length <= Exemption.NoteLength).WithMessage("contributions.too-long").WithState(_ => new object[] { Exemption.NoteLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ToExempt>, ICommandHandler<Command>, ICommandHandler<EndCommand, Ended>
{
    // Nobody decides in office about a child they stand for.
    private static Refusal Own => Refusal.Conflict("contributions.own-child").Next("contributions.own-child.next").Recorded();

    public async Task<Outcome<ToExempt>> Handle(Query query, CancellationToken ct)
    {
        var id = query.PupilId;
        var year = await db.CurrentYear(ct);
        if (await Read(id, year, ct) is not { } account)
            return Refusal.NotFound;
        if (await IsOwn(id, ct))
            return Own;
        var given = await (
            from x in db.Exemptions
            where x.PupilId == id && x.SchoolYearId == year
            join n in db.Nomenclatures.Where(n => n.List == Exemption.Reasons) on x.ReasonCode equals n.Code
            join a in db.Accounts on x.DecidedByAccountId equals a.Id
            orderby x.Id descending
            select new Given(x.Id, x.HeadingCode, n.NameAr, n.NameFr, x.Note, x.DecidedAt, a.NameAr, a.NameLatin, x.EndedAt, x.Version)).ToListAsync(ct);
        return new ToExempt(account, given, await db.Nomenclatures.Where(n => n.List == Exemption.Reasons).OrderBy(n => n.Order).Select(n => new Why(n.Code, n.NameAr, n.NameFr)).ToListAsync(ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, year) = (command.PupilId, await db.CurrentYear(ct));
        if (await Read(id, year, ct) is not { } account)
            return Refusal.NotFound;
        if (await IsOwn(id, ct))
            return Own;
        var codes = command.Headings.Distinct(StringComparer.Ordinal).ToList();
        if (codes.Exists(c => account.Find(c) is not { IsOptional: false }))
            return Refusal.Invalid("Headings", "contributions.exempt.choose");
        if (codes.Exists(c => account.Find(c)!.IsExempt))
            return Refusal.Conflict("contributions.exempt.already").Next("contributions.exemption.ended.next");
        if (!await db.Nomenclatures.AnyAsync(n => n.List == Exemption.Reasons && n.Code == command.Why, ct))
            return Refusal.Invalid("Why", "contributions.exempt.why");
        db.Exemptions.AddRange(codes.Select(c => new Exemption
        {
            SchoolId = user.PlaceId,
            SchoolYearId = year,
            PupilId = id,
            HeadingCode = c,
            ReasonCode = command.Why!,
            Note = BidiSafe.CleanOrNull(command.Note),
            DecidedAt = clock.GetUtcNow().UtcDateTime,
            DecidedByAccountId = user.AccountId,
        }.Begin()));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    public async Task<Outcome<Ended>> Handle(EndCommand command, CancellationToken ct)
    {
        var exemption = await db.Exemptions.SingleOrDefaultAsync(x => x.Id == command.Id && x.SchoolId == user.PlaceId, ct);
        if (exemption is null)
            return Refusal.NotFound;
        if (await IsOwn(exemption.PupilId, ct))
            return Own;
        if (command.Version is { } seen && seen != exemption.Version)
            return Refusal.Stale;
        if (exemption.End(user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return new Ended(exemption.PupilId);
    }

    private async Task<Account?> Read(long pupil, int year, CancellationToken ct) =>
        (await Dues.Of(db, year, db.Enrollments.At(user).Where(e => e.PupilId == pupil), await db.HeadingsOf(year, ct), ct)).FirstOrDefault();

    private Task<bool> IsOwn(long pupil, CancellationToken ct) => db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupil, ct);
}
