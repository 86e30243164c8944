using System.Reflection;
using System.Text.Json.Serialization;
using Massar.Features.Audits.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Audits.ListActs;

/// <param name="Ppr">Payroll number of whose file.</param>
/// <param name="Actor">Login of who did it.</param>
/// <param name="Kind">An area, as the trail names it.</param>
/// <param name="From">First day, as it was typed.</param>
/// <param name="To">Last day.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
/// <param name="IsDrawn">For a page, which says at its fields what was typed wrongly.</param>
public sealed record Query(string? Ppr, string? Actor, string? Kind, string? From, string? To, int Page, bool IsWhole = false, bool IsDrawn = false) : IQuery<Acts>;

/// <summary>One page of acts, the latest first. What was changed is not in it, only that it was.</summary>
/// <param name="From">ISO; as it was typed where it is no day.</param>
/// <param name="To">As <paramref name="From"/>.</param>
/// <param name="Unknown">The number that belongs to nobody below the reader.</param>
/// <param name="Kinds">Areas to choose from, with the text key of what each is called.</param>
public sealed record Acts(string? Ppr, string? Actor, string? Kind, string? From, string? To, string? Unknown, int Page, bool HasMore, IReadOnlyList<Act> Lines, IReadOnlyList<KeyValuePair<string, string>> Kinds) : IShowsPersons
{
    /// <summary>What was typed wrongly; there are no lines then.</summary>
    [JsonIgnore]
    public Refusal? Wrong { get; init; }

    int IShowsPersons.PersonsShown => Lines.Select(l => l.ActorAr).Distinct().Count();
}

/// <param name="At">UTC.</param>
/// <param name="ActorAr">Null for what the program did by itself.</param>
/// <param name="PlaceId">Whose chain; 0 for the program's.</param>
public sealed record Act(string Action, DateTime At, string Role, string? ActorAr, string? ActorLatin, string? OfficeAr, string? OfficeFr, int PlaceId, string? ChainAr, string? ChainFr, long Sequence);

/// <remarks>At most four statements: whose number, the reader's own family, whose login, the lines.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Acts>
{
    private const int PageSize = 20;
    private const int MostPages = 500;
    private const int Most = 5_000;
    private const int LoginLength = 80;
    private const int DayLength = 20;

    private static readonly IReadOnlyList<KeyValuePair<string, string>> Kinds =
    [
        .. OwnTypes.Of(typeof(IArea)).Select(t => KeyValuePair.Create(t.Namespace!.Split('.')[^1], t.GetProperty("Title", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as string))
            .Where(k => k.Value is not null).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => KeyValuePair.Create(k.Key, k.Value!)),
    ];

    public async Task<Outcome<Acts>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (ppr, login) = (BidiSafe.Clean(query.Ppr, 20), BidiSafe.Clean(query.Actor, LoginLength).ToLowerInvariant());
        var kind = Kinds.Any(k => k.Key == query.Kind) ? query.Kind : null;
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, MostPages);
        var (first, last) = (TypedDay.Read(query.From), TypedDay.Read(query.To));
        Acts Said(string? unknown, bool hasMore, IReadOnlyList<Act> lines) => new(ppr.Length == 0 ? null : ppr, login.Length == 0 ? null : login, kind, Day(query.From), Day(query.To), unknown, page, hasMore, lines, Kinds);

        if (Wrong(query) is { } wrong)
            return query.IsDrawn ? Said(null, false, []) with { Wrong = wrong } : wrong;

        var (path, isRoot) = (user.PlacePath, Tree.KindAt(user.PlacePath) is PlaceKind.Ministry);
        var entries = db.AuditEntries.AsQueryable();
        long person = 0;
        if (ppr.Length > 0)
        {
            person = Employee.IsPpr(ppr) ? await db.Employees.InReachOf(user).Where(e => e.Ppr == ppr).Select(e => e.Id).SingleOrDefaultAsync(ct) : 0;
            if (person == 0)
                return Said(ppr, false, []);
            // What is being prepared about oneself or the family is not learnt here either.
            if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(person))
            {
                var shown = OwnActs.Shown;
                entries = entries.Where(e => shown.Contains(e.Action));
            }
        }

        if (login.Length > 0)
        {
            var account = await db.Accounts.Where(a => a.Login == login).Select(a => a.Id).SingleOrDefaultAsync(ct);
            // Whether a login exists is nothing to be found out here.
            if (account == 0)
                return Said(null, false, []);
            entries = entries.Where(e => e.AccountId == account);
        }

        if (kind is not null)
        {
            var start = kind + ".";
            entries = entries.Where(e => e.Action.StartsWith(start));
        }

        if (first is { } from)
        {
            var at = MoroccanHour.Utc(from, TimeOnly.MinValue);
            entries = entries.Where(e => e.At >= at);
        }

        if (last is { } to && to < DateOnly.MaxValue)
        {
            var end = MoroccanHour.Utc(to.AddDays(1), TimeOnly.MinValue);
            entries = entries.Where(e => e.At < end);
        }

        // The lines of one person are found along his own, all others along the days.
        if (person > 0)
            entries = Subjects.LinesOf(db, person).Join(entries, id => id, e => e.Id, (id, e) => e);
        var lines = await (
            from e in entries
            join chain in db.Places on e.PlaceId equals chain.Id into chains
            from chain in chains.DefaultIfEmpty()
            where chain.Path.StartsWith(path) || (isRoot && e.PlaceId == 0)
            join actor in db.Accounts on e.AccountId equals (long?)actor.Id into actors
            from actor in actors.DefaultIfEmpty()
            join hat in db.Hats on e.HatId equals (long?)hat.Id into hats
            from hat in hats.DefaultIfEmpty()
            join office in db.Places on hat.PlaceId equals office.Id into offices
            from office in offices.DefaultIfEmpty()
            orderby e.At descending, e.Id descending
            select new Act(e.Action, e.At, e.Role, actor.NameAr, actor.NameLatin, office.NameAr, office.NameFr, e.PlaceId, chain.NameAr, chain.NameFr, e.Sequence))
            .Skip((page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize + 1).ToListAsync(ct);
        return Said(null, !query.IsWhole && lines.Count > PageSize, query.IsWhole ? lines : [.. lines.Take(PageSize)]);
    }

    private static string? Day(string? typed) => TypedDay.Read(typed) is { } day ? TypedDay.Iso(day) : BidiSafe.Clean(typed, DayLength) is { Length: > 0 } said ? said : null;

    private static Refusal? Wrong(Query query)
    {
        var fields = new (string Name, string? Typed)[] { ("from", query.From), ("to", query.To) }.Where(f => !string.IsNullOrWhiteSpace(f.Typed) && TypedDay.Read(f.Typed) is null)
            .ToDictionary(f => f.Name, _ => new Said("audits.not-a-day"), StringComparer.OrdinalIgnoreCase);
        return fields.Count == 0 ? null : Refusal.Invalid(fields);
    }
}
