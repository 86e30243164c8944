using System.Text.Json.Serialization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Ratings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Ratings.EditSheet;

/// <param name="Place">The reader's own without it.</param>
/// <param name="Year">The year that is rated now without it.</param>
public sealed record Query(int? Place, int? Year, int Page) : IQuery<RatingSheet>
{
    /// <summary>All lines, for a file that leaves the house: needs a fresh second factor.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>One page of the staff of a place with what they are given.</summary>
/// <param name="Most">Of each criterion, in their order.</param>
/// <param name="MayEdit">Whether the reader writes here at all.</param>
/// <param name="Sent">Wait for the directorate.</param>
/// <param name="Missing">Have no line that was handed over.</param>
public sealed record RatingSheet(int PlaceId, string PlaceAr, string PlaceFr, int Year, int Now, IReadOnlyList<decimal> Most, bool MayEdit, bool MayFix, int Sent, int Missing, int Total, int Page, IReadOnlyList<SheetLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    /// <summary>Of the place as a whole.</summary>
    [JsonIgnore]
    public bool IsOwn { get; init; }

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="IsOwn">The reader himself or his family: read by others only.</param>
/// <param name="State">Null where nothing was entered.</param>
/// <param name="Version">-1 where nothing was entered.</param>
public sealed record SheetLine(long EmployeeId, string Ppr, string NameAr, string NameLatin, bool IsOwn, RatingState? State, int Version, decimal?[] Points, string? Words, bool MayEdit);

/// <summary>The five numbers of one person as typed, in the order of <see cref="RatingRules.Criteria"/>; empty: not yet.</summary>
/// <param name="Version">Of the line as it was read; -1 for a first one.</param>
public sealed record TypedLine(long Employee, int Version, string?[] Points);

/// <param name="Act">save (also without it); send: hand over what is complete of these lines; fix or return those chosen.</param>
/// <param name="Words">Why lines are returned.</param>
public sealed record Command(int? Place, int? Year, TypedLine[] Lines, string? Act, long[] Chosen, string? Words) : ICommand<Saved>;

/// <summary>How many lines were changed, sent, fixed or returned.</summary>
public sealed record Saved(string Act, int Count);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Lines).Must(l => l.Length is > 0 and <= 100 && l.All(x => x is { Points.Length: 5 }) && l.DistinctBy(x => x.Employee).Count() == l.Length).WithMessage("ratings.lines-wrong");
        RuleFor(c => c.Act).Must(a => string.IsNullOrEmpty(a) || Handler.Acts.Contains(a)).WithMessage("ui.bad-request");
        RuleFor(c => c.Chosen).NotEmpty().When(c => c.Act is Handler.FixAct or Handler.ReturnAct).WithMessage("ratings.choose");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length is >= RatingLine.ShortestWords and <= RatingLine.WordsLength).When(c => c.Act == Handler.ReturnAct)
            .WithMessage("ratings.words-needed").WithState(_ => new object[] { RatingLine.ShortestWords, RatingLine.WordsLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, RatingSheet>, ICommandHandler<Command, Saved>
{
    internal const string SendAct = "send";
    internal const string FixAct = "fix";
    internal const string ReturnAct = "return";

    internal static readonly string[] Acts = ["save", SendAct, FixAct, ReturnAct];

    private const int Most = 5_000;

    public async Task<Outcome<RatingSheet>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var rules = await RatingRules.Read(db, ct);
        var today = MoroccanDay.Today(clock);
        var now = rules.YearOn(today);
        var year = query.Year is { } asked && asked <= now && asked > now - 10 ? asked : now;
        var (id, path) = (query.Place ?? user.PlaceId, user.PlacePath);
        // A head has one place; a directorate those below it.
        var place = await db.Places.AsNoTracking().Where(p => p.Id == id && p.Path.StartsWith(path)).Select(p => new { p.Id, p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct);
        if (place is null)
            return Refusal.NotFound;
        var staff = db.Employees.Where(e => e.PlaceId == id && e.PlacePath.StartsWith(path)).RatedIn(db, year, today);
        var (mayFix, mine) = (user.Has(Permissions.Fix), user.Has(Permissions.Propose) && id == user.PlaceId);
        var rows = from e in staff
                   join r in db.RatingLines on new { EmployeeId = e.Id, Year = year } equals new { r.EmployeeId, r.Year } into lines
                   from r in lines.DefaultIfEmpty()
                   select new { Employee = e, Line = r };
        var states = await rows.GroupBy(r => r.Line == null ? -1 : (int)r.Line.State).Select(g => new { State = g.Key, Count = g.Count() }).ToListAsync(ct);
        var total = states.Sum(s => s.Count);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + RatingSheet.PageSize - 1) / RatingSheet.PageSize));
        var found = await rows.OrderBy(r => r.Employee.LastNameAr).ThenBy(r => r.Employee.FirstNameAr).ThenBy(r => r.Employee.Id)
            .Skip(query.IsWhole ? 0 : (page - 1) * RatingSheet.PageSize).Take(query.IsWhole ? Most : RatingSheet.PageSize)
            .Select(r => new { r.Employee.Id, r.Employee.Ppr, r.Employee.FirstNameAr, r.Employee.LastNameAr, r.Employee.FirstNameLatin, r.Employee.LastNameLatin, r.Line }).AsNoTracking().ToListAsync(ct);
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        return new RatingSheet(place.Id, place.NameAr, place.NameFr, year, now, [.. Enumerable.Range(0, 5).Select(rules.Most)], mayFix || mine, mayFix,
            Count((int)RatingState.Sent), Count(-1) + Count((int)RatingState.Draft) + Count((int)RatingState.Returned), total, page, [.. found.Select(f =>
            {
                var isOwn = own.Contains(f.Id);
                // What a head has not handed over is his alone; one's own and the family's numbers are read where they are fixed.
                var isHidden = f.Line is not null && ((f.Line.State is RatingState.Draft && !mine) || (isOwn && f.Line.State is not RatingState.Fixed));
                var mayEdit = !isOwn && year >= now - 1 && (mine ? f.Line?.State is null or RatingState.Draft or RatingState.Returned : mayFix && f.Line?.State is null or RatingState.Sent);
                return new SheetLine(f.Id, f.Ppr, $"{f.LastNameAr} {f.FirstNameAr}", $"{f.LastNameLatin} {f.FirstNameLatin}", isOwn, f.Line?.State, f.Line?.Version ?? -1,
                    isHidden ? new decimal?[5] : f.Line?.Points ?? new decimal?[5], isHidden ? null : f.Line?.Words, mayEdit && (mine || mayFix));
            })])
        { IsOwn = mine };

        int Count(int state) => states.Find(s => s.State == state)?.Count ?? 0;
    }

    public async Task<Outcome<Saved>> Handle(Command command, CancellationToken ct)
    {
        var rules = await RatingRules.Read(db, ct);
        var today = MoroccanDay.Today(clock);
        var now = rules.YearOn(today);
        var year = command.Year ?? now;
        var (id, path) = (command.Place ?? user.PlaceId, user.PlacePath);
        var isHead = user.Has(Permissions.Propose) && id == user.PlaceId;
        // Two who save the same sheet wait for each other here.
        if (!isHead && !user.Has(Permissions.Fix) || await db.Places.Where(p => p.Id == id && p.Path.StartsWith(path)).ForUpdate().SingleOrDefaultAsync(ct) is not { } place)
            return Refusal.NotFound;
        if (year > now || year < now - 1)
            return Refusal.Conflict("ratings.year-closed", year).Next("ratings.year-closed.next", now - 1, now);
        var ids = command.Lines.Select(l => l.Employee).ToList();
        var staff = await db.Employees.Where(e => ids.Contains(e.Id) && e.PlaceId == id && e.PlacePath.StartsWith(path)).RatedIn(db, year, today).Select(e => e.Id).ToListAsync(ct);
        if (staff.Count < ids.Count)
            return Refusal.NotFound;
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Any(ids.Contains))
            return Refusal.Conflict("ratings.own").Next("ratings.own.next").Recorded();

        var act = string.IsNullOrEmpty(command.Act) ? Acts[0] : command.Act;
        if (act is FixAct or ReturnAct && !user.Has(Permissions.Fix) || (act == SendAct && !isHead) || (command.Chosen.Length > 0 && !command.Chosen.All(ids.Contains)))
            return Refusal.NotFound;
        var known = await db.RatingLines.Where(r => ids.Contains(r.EmployeeId) && r.Year == year).ToDictionaryAsync(r => r.EmployeeId, ct);
        if (command.Lines.Any(t => (known.GetValueOrDefault(t.Employee)?.Version ?? -1) != t.Version))
            return Refusal.Stale;
        var (points, wrong) = Read(command.Lines, rules);
        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);

        var (count, at) = (0, clock.GetUtcNow().UtcDateTime);
        foreach (var (employee, given) in points)
        {
            var line = known.GetValueOrDefault(employee);
            if (line is null ? given.All(p => p is null) : line.Points.SequenceEqual(given))
                continue;
            // Whoever sends a line back has not meant to change it.
            if (act == ReturnAct)
                return Refusal.Conflict("ratings.save-first").Next("ratings.save-first.next");
            if (line is null)
                db.RatingLines.Add(known[employee] = line = new RatingLine { EmployeeId = employee, Year = year, PlaceId = place.Id, PlacePath = place.Path });
            if (line.Enter(given, user.AccountId, isOffice: !isHead) is { } refusal)
                return refusal;
            if (!isHead && !line.IsComplete)
                return Refusal.Invalid($"{RatingRules.Criteria[Array.IndexOf(given, null)]}-{employee}", "ratings.complete-needed");
            if (!isHead && line.State == RatingState.Draft && line.Send() is { } unsent)
                return unsent;
            if (line.State == RatingState.Draft)
                (line.PlaceId, line.PlacePath) = (place.Id, place.Path);
            count++;
        }

        var hands = act == FixAct ? await Hands.Of(db, user, ct) : Hands.Only(user.AccountId);
        var acted = act switch
        {
            SendAct => [.. ids.Where(i => known.GetValueOrDefault(i) is { IsComplete: true, State: RatingState.Draft or RatingState.Returned })],
            FixAct or ReturnAct => command.Chosen.Distinct().ToList(),
            _ => [],
        };
        if (act == SendAct && acted.Count == 0)
            return Refusal.Conflict("ratings.nothing-complete").Next("ratings.nothing-complete.next");
        var former = act == FixAct ? await db.StaffRatings.Where(r => acted.Contains(r.EmployeeId) && r.Year == year).ToDictionaryAsync(r => r.EmployeeId, ct) : [];
        foreach (var employee in acted)
        {
            if (known.GetValueOrDefault(employee) is not { } line)
                return Refusal.Conflict("ratings.nothing-complete").Next("ratings.nothing-complete.next");
            if ((act switch { SendAct => line.Send(), FixAct => line.Fix(hands, at), _ => line.Return(BidiSafe.CleanLines(command.Words), user.AccountId, at) }) is { } refusal)
                return refusal;
            if (act == FixAct)
            {
                if (former.TryGetValue(employee, out var rating))
                    rating.Points = line.Total!.Value;
                else
                    db.StaffRatings.Add(new StaffRating { EmployeeId = employee, Year = year, Points = line.Total!.Value });
                await facts.Tell(new RatingFixed(employee, line.PlaceId, year, line.Version), ct);
            }
        }

        await db.SaveChangesAsync(ct);
        return new Saved(act, act == Acts[0] ? count : acted.Count);
    }

    private static (Dictionary<long, decimal?[]> Points, Dictionary<string, Said> Wrong) Read(IEnumerable<TypedLine> lines, RatingRules rules)
    {
        var (points, wrong) = (new Dictionary<long, decimal?[]>(), new Dictionary<string, Said>());
        foreach (var typed in lines)
        {
            var five = points[typed.Employee] = new decimal?[5];
            for (var i = 0; i < five.Length; i++)
            {
                var read = NumberReader.Read(typed.Points[i], 2, 0, rules.Most(i));
                if (read.Problem is not (NumberProblem.None or NumberProblem.Missing))
                    wrong[$"{RatingRules.Criteria[i]}-{typed.Employee}"] = new Said("ratings.points-wrong", Formats.Number(rules.Most(i), 0));
                five[i] = read.Value;
            }
        }

        return (points, wrong);
    }
}
