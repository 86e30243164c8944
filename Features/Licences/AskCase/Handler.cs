using FluentValidation;
using Massar.Features.Licences.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.AskCase;

/// <param name="Kind">One of <see cref="Command.Kinds"/>; anything else begins with the first.</param>
public sealed record Query(string? Kind) : IQuery<Blank>;

/// <param name="People">As the licence has them; null where the register has no licence.</param>
/// <param name="AsksPeople">Owner and director are typed.</param>
/// <param name="Cycles">That may be added.</param>
public sealed record Blank(LicenceKind Kind, string NameAr, string NameFr, TypedPeople? People, bool AsksPeople, IReadOnlyList<string> Cycles, IReadOnlyList<PaperKind> Papers, DateOnly? ExpiresOn, DateOnly Today);

/// <summary>Answers the number of the file.</summary>
public sealed record Command(string? Kind, string? Cycle, string? StartsOn, string? Details, TypedPeople People) : ICommand<long>
{
    public static readonly IReadOnlyList<string> Kinds = [nameof(LicenceKind.Renewal), nameof(LicenceKind.Extension), nameof(LicenceKind.Cycle), nameof(LicenceKind.Direction)];
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Kind).Must(k => Command.Kinds.Contains(k)).WithMessage("licences.wrong.choose");
        RuleFor(c => c.StartsOn).Must(d => TypedDay.Read(d) is { } day && day >= MoroccanDay.Today(clock) && day <= MoroccanDay.Today(clock).AddDays(LicenceRules.FarthestDays)).WithMessage("licences.wrong.start");
        RuleFor(c => c.Details).Must(d => BidiSafe.CleanLines(d).Length <= LicenceCase.TextLength).WithMessage("licences.wrong.long").WithState(_ => new object[] { LicenceCase.TextLength });
        RuleFor(c => c.Details).Must(d => BidiSafe.CleanLines(d).Length >= LicenceCase.ShortestReason).When(c => c.Kind is nameof(LicenceKind.Extension)).WithMessage("licences.wrong.details").WithState(_ => new object[] { LicenceCase.ShortestReason });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, LicenceDesk licences, TimeProvider clock) : IQueryHandler<Query, Blank>, ICommandHandler<Command, long>
{
    private static Refusal NotPrivate => Refusal.Conflict("licences.not-private").Next("licences.not-private.next");

    public async Task<Outcome<Blank>> Handle(Query query, CancellationToken ct)
    {
        var kind = Command.Kinds.Contains(query.Kind) ? Enum.Parse<LicenceKind>(query.Kind!) : LicenceKind.Renewal;
        if (await Here().Select(s => new { s.Cycles, s.Place.NameAr, s.Place.NameFr, Licence = db.SchoolLicences.Where(l => l.LiveKey == s.Id).FirstOrDefault() }).AsNoTracking().SingleOrDefaultAsync(ct) is not { } school)
            return NotPrivate;
        var people = school.Licence is not { } l ? null
            : new TypedPeople { OwnerAr = l.OwnerAr, OwnerLatin = l.OwnerLatin, OwnerCin = l.OwnerCin, DirectorAr = l.DirectorAr, DirectorLatin = l.DirectorLatin, DirectorCin = l.DirectorCin };
        return new Blank(
            kind, school.NameAr, school.NameFr, people, people is null || kind == LicenceKind.Direction, [.. LicenceRules.Cycles.Except((school.Licence?.Cycles ?? school.Cycles).Split(';'))], await desk.PapersOf(kind, ct), school.Licence?.ExpiresOn, MoroccanDay.Today(clock));
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        // Two requests of one school wait for each other.
        if (await Here().ForUpdate().SingleOrDefaultAsync(ct) is not { } school)
            return NotPrivate;
        var kind = Enum.Parse<LicenceKind>(command.Kind!);
        if (await db.LicenceCases.AnyAsync(c => c.LiveKey == school.Id, ct))
            return Refusal.Conflict("licences.already").Next("licences.already.next");
        if (await licences.Obstacle(school.Id, ct) is { } obstacle)
            return obstacle;
        var licence = await db.SchoolLicences.AsNoTracking().SingleOrDefaultAsync(l => l.LiveKey == school.Id, ct);
        var cycles = licence?.Cycles ?? school.Cycles;
        if (kind == LicenceKind.Cycle && !LicenceRules.Cycles.Except(cycles.Split(';')).Contains(command.Cycle))
            return Refusal.Invalid("Cycle", "licences.wrong.choose");
        var (owner, director) = licence is null || kind == LicenceKind.Direction ? (command.People.Owner, command.People.Director)
            : (new Person(licence.OwnerAr, licence.OwnerLatin, licence.OwnerCin), new Person(licence.DirectorAr, licence.DirectorLatin, licence.DirectorCin));
        if ((licence is null || kind == LicenceKind.Direction) && LicenceRules.Problems(command.People) is { Count: > 0 } problems)
            return Refusal.Invalid(problems);
        var place = await db.Places.AsNoTracking().SingleAsync(p => p.Id == school.Id, ct);
        if (await db.OfficesOf(place.Path, ct) is not { Directorate: { } directorate, Academy: { } academy })
            return Refusal.NotFound;
        var file = await desk.Open(new LicenceCase
        {
            Kind = kind,
            PlaceId = directorate.Id,
            AcademyId = academy.Id,
            SchoolId = school.Id,
            NameAr = place.NameAr,
            NameFr = place.NameFr,
            Cycles = kind == LicenceKind.Cycle ? LicenceRules.With(cycles, command.Cycle!) : cycles,
            StartsOn = TypedDay.Read(command.StartsOn)!.Value,
            OwnerAr = owner.Ar,
            OwnerLatin = owner.Latin,
            OwnerCin = owner.Cin,
            DirectorAr = director.Ar,
            DirectorLatin = director.Latin,
            DirectorCin = director.Cin,
            Details = BidiSafe.CleanLinesOrNull(command.Details),
            DepositedOn = MoroccanDay.Today(clock),
            OpenedByAccountId = user.AccountId,
            OpenedAt = clock.GetUtcNow().UtcDateTime,
        }, ct);
        return file.Id;
    }

    private IQueryable<School> Here()
    {
        var place = user.PlaceId;
        return db.Schools.Open().Where(s => s.Id == place && !s.IsPublic);
    }
}
