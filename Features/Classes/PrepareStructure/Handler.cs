using FluentValidation;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.PrepareStructure;

public sealed record Query : IQuery<Plan>;

/// <param name="Year">The year to come.</param>
/// <param name="Structure">None before the first proposal.</param>
public sealed record Plan(int Year, StructureView? Structure);

/// <summary>Changes a line.</summary>
public sealed record Command(int Line, int Version, string? Pupils, string? Classes, string? Note) : ICommand;

/// <summary>Proposes the structure from what is known today; a draft is proposed anew.</summary>
public sealed record ProposeCommand : ICommand;

public sealed record SendCommand : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    private const int MostPupils = 5_000;
    private const int MostClasses = 60;

    public Validator()
    {
        RuleFor(c => c.Pupils).Must(p => NumberReader.Read(p, 0, 0, MostPupils).Value is not null).WithMessage("classes.number-wrong").WithState(_ => new object[] { MostPupils });
        RuleFor(c => c.Classes).Must(p => NumberReader.Read(p, 0, 0, MostClasses).Value is not null).WithMessage("classes.number-wrong").WithState(_ => new object[] { MostClasses });
        RuleFor(c => c.Note).MaximumLength(Structure.RemarkLength).WithMessage("classes.text.long").WithState(_ => new object[] { Structure.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, StructureViews views, Facts facts, CurrentUser user, TimeProvider clock)
    : IQueryHandler<Query, Plan>, ICommandHandler<Command>, ICommandHandler<ProposeCommand>, ICommandHandler<SendCommand>
{
    public async Task<Outcome<Plan>> Handle(Query request, CancellationToken cancellationToken)
    {
        var year = await NextYear(cancellationToken);
        return new Plan(year, await views.Read(db.Structures.OfMySchool(user).Where(s => s.SchoolYearId == year), cancellationToken));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (await Mine(cancellationToken) is not { } structure || structure.Lines.Find(l => l.Id == command.Line) is not { } line) return Refusal.NotFound;
        if (!structure.MayChange(line)) return Refusal.Conflict("classes.structure.not-yours").Next("classes.structure.not-yours.next");
        if (line.Version != command.Version) return Refusal.Stale;
        (line.Pupils, line.Classes) = ((int)NumberReader.Read(command.Pupils, 0, 0, 10_000).Value!.Value, (int)NumberReader.Read(command.Classes, 0, 0, 10_000).Value!.Value);
        line.Note = BidiSafe.CleanOrNull(command.Note);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(ProposeCommand command, CancellationToken cancellationToken)
    {
        var (year, place) = (await NextYear(cancellationToken), user.PlaceId);
        var structure = await Mine(cancellationToken);
        // What the directorate has seen is corrected line by line, not thrown away.
        if (structure is not null && structure.SentAt is not null) return Refusal.Conflict("classes.structure.already-sent").Next("classes.structure.already-sent.next");

        var from = year - 1;
        var rule = await Destinations.At(db, place, from, cancellationToken);
        var standings = await Destinations.Standings(db, place, from, cancellationToken);
        var entrants = await db.Enrollments.OfMySchool(user).Where(e => e.SchoolYearId == from && e.Kind != EnrollmentKind.ReEnrolled && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected))
            .GroupBy(e => new { e.LevelCode, e.StreamCode }).Select(g => new { g.Key.LevelCode, g.Key.StreamCode, Count = g.Count() }).ToDictionaryAsync(g => (g.LevelCode, g.StreamCode), g => g.Count, cancellationToken);
        var rules = await StructureRules.Of(db, year, cancellationToken);
        // Nobody moves up into the first year: families say who comes (PRE-4, PRE-8), and what they have not said yet is taken from this year.
        var demand = await FirstYearDemand.Of(db, place, year, MoroccanDay.Today(clock), cancellationToken);
        var (first, entered) = ((HintDesk.FirstLevel, ""), entrants.GetValueOrDefault((HintDesk.FirstLevel, "")));
        entrants[first] = demand.Expect(entered);
        var forecast = StructureForecast.Of(place, rule, standings, entrants, rules);
        if (forecast.Count == 0) return Refusal.Conflict("classes.structure.nobody").Next("classes.structure.nobody.next");

        if (structure is null)
        {
            structure = new Structure { SchoolId = place, SchoolYearId = year };
            db.Structures.Add(structure);
        }

        foreach (var gone in structure.Lines.Where(l => !forecast.Any(f => f.Level == l.LevelCode && f.Stream == l.StreamCode)).ToList())
        {
            structure.Lines.Remove(gone);
            db.StructureLines.Remove(gone);
        }

        foreach (var next in forecast)
        {
            var source = next.Level == HintDesk.FirstLevel && entrants.ContainsKey((next.Level, next.Stream)) ? demand : null;
            var (line, classes) = (structure.Lines.Find(l => l.LevelCode == next.Level && l.StreamCode == next.Stream), rules.ClassesFor(rule.LevelOf(next.Level), next.Pupils));
            if (line is null)
                structure.Lines.Add(line = new StructureLine { SchoolId = place, LevelCode = next.Level, StreamCode = next.Stream, ProposedPupils = next.Pupils, ProposedClasses = classes, Pupils = next.Pupils, Classes = classes });
            else
                (line.ProposedPupils, line.ProposedClasses, line.Pupils, line.Classes, line.Note) = (next.Pupils, classes, next.Pupils, classes, null);
            (line.FromRequests, line.FromSiblings, line.FromEntrants) = source is null ? ((int?)null, (int?)null, (int?)null) : (source.Requests, source.Siblings, entered);
        }

        await db.SaveChangesAsync(cancellationToken);
        Step(structure);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Done>> Handle(SendCommand command, CancellationToken cancellationToken)
    {
        if (await Mine(cancellationToken) is not { } structure) return Refusal.NotFound;
        if (structure.Send(clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;
        Step(structure);
        var times = await db.StructureSteps.CountAsync(s => s.StructureId == structure.Id && s.State == StructureState.Sent, cancellationToken) + 1;
        await db.SaveChangesAsync(cancellationToken);
        await facts.Tell(new StructureSent(structure.Id, structure.SchoolId, structure.SchoolYearId, times), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private async Task<int> NextYear(CancellationToken ct) => await db.CurrentYear(ct) + 1;

    // The row is held: sending and changing a line come one after the other.
    private async Task<Structure?> Mine(CancellationToken ct)
    {
        var year = await NextYear(ct);
        var structure = await db.Structures.OfMySchool(user).Where(s => s.SchoolYearId == year).ForUpdate().SingleOrDefaultAsync(ct);
        if (structure is not null) await db.StructureLines.Where(l => l.StructureId == structure.Id).LoadAsync(ct);
        return structure;
    }

    private void Step(Structure structure) => db.StructureSteps.Add(new StructureStep
    {
        StructureId = structure.Id,
        SchoolId = structure.SchoolId,
        State = structure.State,
        ByAccountId = user.AccountId,
        Role = user.Role,
        At = clock.GetUtcNow().UtcDateTime,
    });
}
