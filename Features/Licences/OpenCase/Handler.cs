using FluentValidation;
using Massar.Features.Licences.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Licences.OpenCase;

public sealed record Query : IQuery<Blank>;

/// <param name="NextCode">What an empty code becomes.</param>
/// <param name="Papers">What the file needs.</param>
public sealed record Blank(OpeningChoices Choices, string NextCode, IReadOnlyList<PaperKind> Papers, DateOnly Today);

/// <summary>Answers the number of the file.</summary>
public sealed record Command(TypedSchool School, TypedPeople People, string? StartsOn, string? DepositedOn, string? Details) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        this.HasSchool(c => c.School);
        this.HasPeople(c => c.People);
        RuleFor(c => c.StartsOn).Must((c, d) => TypedDay.Read(d) is { } day && !(day < TypedDay.Read(c.DepositedOn)) && day <= MoroccanDay.Today(clock).AddDays(LicenceRules.FarthestDays)).WithMessage("licences.wrong.start");
        RuleFor(c => c.DepositedOn).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).WithMessage("licences.wrong.past-day");
        RuleFor(c => c.Details).Must(d => BidiSafe.CleanLines(d).Length <= LicenceCase.TextLength).WithMessage("licences.wrong.long").WithState(_ => new object[] { LicenceCase.TextLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk changes, CaseDesk desk, TimeProvider clock) : IQueryHandler<Query, Blank>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Blank>> Handle(Query query, CancellationToken ct)
    {
        if (await changes.Office(ct) is not var (directorate, _))
            return Refusal.Conflict("registry.not-here").Next("registry.not-here.next");
        return new Blank(await OpeningChoices.Of(db, directorate.Id, ct), (await changes.NextCode(directorate.Path, [], ct))?.Value ?? "", await desk.PapersOf(LicenceKind.Opening, ct), MoroccanDay.Today(clock));
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (await changes.Office(ct) is not var (directorate, academy))
            return Refusal.Conflict("registry.not-here").Next("registry.not-here.next");
        var planned = await changes.Plan(command.School, "", 1, directorate.Path, [], ct);
        if (planned.IsRefused)
            return planned.Refusal!;
        var (owner, director) = (command.People.Owner, command.People.Director);
        if (await desk.IsOwn(owner.Cin, director.Cin, null, ct))
            return CaseDesk.Own;
        var school = planned.Value;
        var file = await desk.Open(new LicenceCase
        {
            Kind = LicenceKind.Opening,
            PlaceId = directorate.Id,
            AcademyId = academy.Id,
            NameAr = school.NameAr,
            NameFr = school.NameFr,
            Cycles = school.Cycles,
            // Codes that nobody was given are free until the file goes to the academy.
            GresaCode = string.IsNullOrWhiteSpace(command.School.Code) ? null : school.GresaCode,
            Nature = school.Nature,
            CommuneId = school.ParentId,
            IsUrban = school.IsUrban,
            AddressAr = school.AddressAr,
            Phone = school.Phone,
            StartsOn = TypedDay.Read(command.StartsOn)!.Value,
            OwnerAr = owner.Ar,
            OwnerLatin = owner.Latin,
            OwnerCin = owner.Cin,
            DirectorAr = director.Ar,
            DirectorLatin = director.Latin,
            DirectorCin = director.Cin,
            Details = BidiSafe.CleanLinesOrNull(command.Details),
            DepositedOn = TypedDay.Read(command.DepositedOn)!.Value,
            OpenedByAccountId = user.AccountId,
            OpenedAt = clock.GetUtcNow().UtcDateTime,
        }, ct);
        return file.Id;
    }
}
