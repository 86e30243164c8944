using System.Globalization;
using FluentValidation;
using Massar.Features.Registry.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.ProposeChange;

/// <param name="From">A returned proposal to begin from.</param>
public sealed record Query(int School, ChangeKind Kind, long? From) : IQuery<Proposal>;

/// <param name="Communes">Of a move: where to.</param>
/// <param name="Again">The returned proposal as it was.</param>
/// <param name="IntoCode">Its receiving school.</param>
public sealed record Proposal(
    int School, ChangeKind Kind, string Seen, string GresaCode, string NameAr, string NameFr, int ParentId, IReadOnlyList<PlaceChoice> Communes, ReturnedOpening? Again, string? IntoCode);

/// <summary>Answers the number of the change.</summary>
/// <param name="Seen">Of the school that was read.</param>
/// <param name="Into">Code of the school that takes the pupils.</param>
public sealed record Command(int School, ChangeKind Kind, string? Seen, string? NameAr, string? NameFr, string? Commune, string? Into, TypedPaper Paper) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        this.HasNames(c => c.Kind == ChangeKind.Rename ? (c.NameAr, c.NameFr) : null);
        RuleFor(c => c.Into).Must(i => GresaCode.Read(i) is not null).When(c => c.Kind == ChangeKind.Merge || !string.IsNullOrWhiteSpace(c.Into)).WithMessage("registry.wrong.into");
        this.HasPaper(c => c.Paper, clock);
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk desk, TimeProvider clock) : IQueryHandler<Query, Proposal>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Proposal>> Handle(Query query, CancellationToken ct)
    {
        var found = await Find(query.School, query.Kind, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var subject = found.Value;
        ReturnedOpening? again = null;
        if (query.From is { } from && ((again = await ReturnedOpening.Of(db, user, from, ct)) is null || again.Change.SchoolId != query.School || again.Change.Kind != query.Kind))
            return Refusal.NotFound;
        var into = again?.Change.IntoSchoolId;
        return new Proposal(
            query.School, query.Kind, subject.Seen, subject.School.GresaCode, subject.Place.NameAr, subject.Place.NameFr, subject.Place.ParentId!.Value,
            query.Kind == ChangeKind.Move ? await OpeningChoices.CommunesOf(db, subject.Offices.Directorate!.Id, ct) : [],
            again, into is null ? null : await db.Schools.Where(s => s.Id == into).Select(s => s.GresaCode).SingleOrDefaultAsync(ct));
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var found = await Find(command.School, command.Kind, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var (subject, place) = (found.Value, found.Value.Place);
        if (command.Seen != subject.Seen)
            return Refusal.Stale;

        int? commune = null, into = null;
        if (command.Kind == ChangeKind.Move)
        {
            var directorate = subject.Offices.Directorate!.Id;
            if (!int.TryParse(command.Commune, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || !await db.Places.AnyAsync(p => p.Id == wanted && p.Kind == PlaceKind.Commune && p.ParentId == directorate, ct))
                return Refusal.Invalid(nameof(command.Commune), "registry.wrong.choose");
            if (wanted == place.ParentId)
                return Refusal.Invalid(nameof(command.Commune), "registry.wrong.same-commune");
            commune = wanted;
        }
        else if (GresaCode.Read(command.Into) is { } code && command.Kind is ChangeKind.Merge or ChangeKind.Close)
        {
            into = await db.Schools.Open().Below(user).Where(s => s.GresaCode == code.Value && s.Id != command.School && s.Place.Kind == PlaceKind.School).Select(s => (int?)s.Id).SingleOrDefaultAsync(ct);
            if (into is null)
                return Refusal.Invalid(nameof(command.Into), "registry.wrong.into");
        }

        var (nameAr, nameFr) = command.Kind == ChangeKind.Rename ? (BidiSafe.Clean(command.NameAr), BidiSafe.Clean(command.NameFr)) : ((string?)null, (string?)null);
        if (command.Kind == ChangeKind.Rename && (nameAr, nameFr) == (place.NameAr, place.NameFr))
            return Refusal.Invalid(nameof(command.NameAr), "registry.wrong.same-name");

        return await desk.Propose(
            new SchoolChange(command.Kind, subject, command.Paper, user.AccountId, clock.GetUtcNow().UtcDateTime) { NameAr = nameAr, NameFr = nameFr, CommuneId = commune, IntoSchoolId = into }, [], ct);
    }

    // An open school of the directorate of the hat; annexes are not moved by themselves, nor do they take part in a merge.
    private async Task<Outcome<Subject>> Find(int school, ChangeKind kind, CancellationToken ct)
    {
        if (await desk.Find(school, ct) is not { } subject || subject.Offices.Directorate?.Id != user.PlaceId || subject.Offices.Academy is null)
            return Refusal.NotFound;
        if (subject.School.ClosedOn is not null)
            return Refusal.Conflict("registry.obstacle.closed", subject.School.GresaCode).Next("registry.obstacle.closed.next");
        return subject.Place.Kind == PlaceKind.Annex && kind is ChangeKind.Move or ChangeKind.Merge ? Refusal.NotFound : subject;
    }
}
