using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Registry.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.ProposeSplit;

/// <param name="On">First day of the new schools; nothing for the start of the next school year.</param>
/// <param name="From">A returned proposal to begin from.</param>
public sealed record Query(int School, string? On, long? From) : IQuery<Splitting>;

/// <param name="On">First day of the new schools.</param>
/// <param name="Groups">Of the pupils who are there today or expected.</param>
/// <param name="Movers">Pupils who need a place on the day, as things are today.</param>
public sealed record Splitting(
    int School, string Seen, string GresaCode, string NameAr, string NameFr, DateOnly On, OpeningChoices Choices, string NextCode, TypedSchool Model, IReadOnlyList<MoverGroup> Groups, ReturnedOpening? Again,
    [property: JsonIgnore] IReadOnlyList<Mover> Movers);

/// <summary>Answers the number of the change.</summary>
/// <param name="Seen">Of the school that was read.</param>
/// <param name="Parts">One or two schools.</param>
/// <param name="Groups">By key of a group: 1 or 2.</param>
/// <param name="FirstPupils">Codes of pupils who go to the first school, whatever their group.</param>
public sealed record Command(
    int School, string? Seen, IReadOnlyList<TypedSchool> Parts, IReadOnlyDictionary<string, string> Groups, string? FirstPupils, string? SecondPupils, TypedPaper Paper) : ICommand<long>
{
    /// <summary>How the fields of the schools begin.</summary>
    public const string First = "A";

    /// <inheritdoc cref="First"/>
    public const string Second = "B";

    public const string GroupField = "To.";

    /// <summary>Groups as typed, without the pupils.</summary>
    public Dictionary<string, int> Shared => Groups.Where(g => g.Value is "1" or "2").ToDictionary(g => g.Key, g => g.Value == "1" ? 1 : 2);

    /// <summary>The codes of a list, one a line or separated by spaces and commas.</summary>
    public static IReadOnlyList<string> Codes(string? typed) => (typed ?? "").Split([' ', '\n', '\r', '\t', ',', ';', '،', '؛'], StringSplitOptions.RemoveEmptyEntries);
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Parts).Must(p => p.Count is 1 or 2 && p.All(s => s is not null)).WithMessage("registry.split.parts").OverridePropertyName($"{Command.First}NameAr");
        this.HasSchool(c => c.Parts.ElementAtOrDefault(0), Command.First);
        this.HasSchool(c => c.Parts.ElementAtOrDefault(1), Command.Second);
        this.HasPaper(c => c.Paper, clock);
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk desk, TimeProvider clock) : IQueryHandler<Query, Splitting>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Splitting>> Handle(Query query, CancellationToken ct)
    {
        var found = await Find(query.School, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var (subject, today) = (found.Value, MoroccanDay.Today(clock));
        ReturnedOpening? again = null;
        if (query.From is { } from && ((again = await ReturnedOpening.Of(db, user, from, ct)) is null || again.Change.SchoolId != query.School))
            return Refusal.NotFound;
        var years = await db.SchoolYears.AsNoTracking().OrderBy(y => y.Id).Select(y => new { y.Id, y.StartsOn, y.EndsOn }).ToListAsync(ct);
        var day = TypedDay.Read(query.On) ?? again?.Change.EffectiveOn ?? years.Find(y => y.StartsOn > today)?.StartsOn ?? today;
        var (school, directorate) = (subject.School, subject.Offices.Directorate!);
        // Who is there today is shared out even where the split comes after this year: next year they are found by the class of this one.
        var here = await db.MoversOf(school.Id, today < day ? today : day, ct);
        var after = years.Where(y => y.EndsOn >= day).Select(y => y.Id).ToHashSet();
        var model = new TypedSchool
        {
            Nature = school.Nature,
            Cycles = school.Cycles,
            Sector = school.IsPublic ? "public" : "private",
            Milieu = school.IsUrban ? "urban" : "rural",
            Commune = subject.Place.ParentId?.ToString(CultureInfo.InvariantCulture),
            AddressAr = school.AddressAr,
        };
        return new Splitting(
            school.Id, subject.Seen, school.GresaCode, subject.Place.NameAr, subject.Place.NameFr, day, await OpeningChoices.Of(db, directorate.Id, ct), (await desk.NextCode(directorate.Path, [], ct))?.Value ?? "",
            model, here.Groups(), again, here.FindAll(m => after.Contains(m.Year)));
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var found = await Find(command.School, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var (subject, day) = (found.Value, TypedDay.Read(command.Paper.EffectiveOn)!.Value);
        if (command.Seen != subject.Seen)
            return Refusal.Stale;
        if (day < MoroccanDay.Today(clock))
            return Refusal.Invalid("EffectiveOn", "registry.obstacle.day-over", Formats.ShortDate(day));

        var directorate = subject.Offices.Directorate!;
        List<PlannedSchool> planned = [];
        foreach (var (part, prefix) in command.Parts.Zip([Command.First, Command.Second]))
        {
            var one = await desk.Plan(part, prefix, planned.Count + 1, directorate.Path, planned.ConvertAll(p => p.GresaCode), ct);
            if (one.IsRefused)
                return one.Refusal!;
            // No part is private without the file of a licence, whatever the school was.
            if (!one.Value.IsPublic)
                return Refusal.Invalid($"{prefix}Sector", "registry.private");
            planned.Add(one.Value);
        }

        var movers = await db.MoversOf(command.School, day, ct);
        var pupils = new Dictionary<long, int>();
        foreach (var (typed, number) in ((string?, int)[])[(command.FirstPupils, 1), (command.SecondPupils, 2)])
            foreach (var code in Command.Codes(typed))
            {
                if (MassarCode.Read(code) is not { } read || movers.Find(m => m.MassarCode == read.Value) is not { } mover)
                    return Refusal.Invalid($"{(number == 1 ? Command.First : Command.Second)}Pupils", "registry.split.unknown-pupil", code);
                pupils[mover.PupilId] = number;
            }

        var (shares, cycles) = (new Shares(command.Shared, pupils), planned.ConvertAll(p => p.Cycles));
        if (movers.Count(m => shares.Target(m, cycles) == 0) is > 0 and var without)
            return Refusal.Conflict("registry.obstacle.no-place", without).Next("registry.obstacle.no-place.next");

        return await desk.Propose(new SchoolChange(ChangeKind.Split, subject, command.Paper, user.AccountId, clock.GetUtcNow().UtcDateTime) { SharesJson = JsonSerializer.Serialize(shares) }, planned, ct);
    }

    private async Task<Outcome<Subject>> Find(int school, CancellationToken ct)
    {
        if (await desk.Find(school, ct) is not { Place.Kind: PlaceKind.School } subject || subject.Offices.Directorate?.Id != user.PlaceId || subject.Offices.Academy is null)
            return Refusal.NotFound;
        return subject.School.ClosedOn is null ? subject : Refusal.Conflict("registry.obstacle.closed", subject.School.GresaCode).Next("registry.obstacle.closed.next");
    }
}
