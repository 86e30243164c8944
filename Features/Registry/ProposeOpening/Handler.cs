using System.Globalization;
using FluentValidation;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registry.ProposeOpening;

/// <param name="From">A returned proposal to begin from.</param>
public sealed record Query(long? From) : IQuery<Blank>;

/// <param name="NextCode">What an empty code becomes; empty where none is free.</param>
/// <param name="Again">The returned proposal as it was.</param>
public sealed record Blank(OpeningChoices Choices, string NextCode, ReturnedOpening? Again);

/// <summary>Answers the number of the change.</summary>
public sealed record Command(TypedSchool School, TypedPaper Paper) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        this.HasSchool(c => c.School);
        this.HasPaper(c => c.Paper, clock);
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk desk, TimeProvider clock) : IQueryHandler<Query, Blank>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Blank>> Handle(Query query, CancellationToken ct)
    {
        if (await desk.Office(ct) is not var (directorate, _))
            return Refusal.Conflict("registry.not-here").Next("registry.not-here.next");
        ReturnedOpening? again = null;
        if (query.From is { } from && (again = await ReturnedOpening.Of(db, user, from, ct)) is null)
            return Refusal.NotFound;
        return new Blank(await OpeningChoices.Of(db, directorate.Id, ct), (await desk.NextCode(directorate.Path, [], ct))?.Value ?? "", again);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (await desk.Office(ct) is not var (directorate, academy))
            return Refusal.Conflict("registry.not-here").Next("registry.not-here.next");
        var planned = await desk.Plan(command.School, "", 1, directorate.Path, [], ct);
        if (planned.IsRefused)
            return planned.Refusal!;
        // Law 06-00: a private school is opened by a licence, and the file of the licence proposes it.
        if (!planned.Value.IsPublic)
            return Refusal.Invalid("Sector", "registry.private");
        return await desk.Propose(new SchoolChange(ChangeKind.Open, directorate, academy, command.Paper, user.AccountId, clock.GetUtcNow().UtcDateTime), [planned.Value], ct);
    }
}
