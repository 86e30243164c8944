using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>A request on the waiting list with what its place follows from.</summary>
/// <param name="InZone">The residence belongs to the school.</param>
/// <param name="HasSibling">A child of the same parents is a pupil of the school.</param>
/// <param name="IsOfAge">Has the legal age; otherwise a tolerance was given.</param>
/// <param name="QueuedAt">When it was sent, or when the family asked again.</param>
public sealed record Waiter(long Id, bool InZone, bool HasSibling, bool IsOfAge, DateTime QueuedAt);

/// <summary>Where a family stands, and why, without a word about anybody else.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Total">Requests on the list.</param>
public sealed record WaitingPlace(int Position, int Total, Waiter Waiter, WaitingRule Rule);

/// <summary>
/// The yearly rule of the list: which advantages count, the first one most, and how long a seat is kept. Among equals the hour of the
/// request decides. What the setting says and the program does not know is passed over.
/// </summary>
/// <param name="Criteria">Of "zone", "siblings" and "age", in the order in which they count.</param>
/// <param name="OfferHours">A family has so long to answer.</param>
public sealed record WaitingRule(IReadOnlyList<string> Criteria, int OfferHours)
{
    public const string OrderSetting = "waiting-order";
    public const string HoursSetting = "offer-hours";

    private static readonly string[] Known = ["zone", "siblings", "age"];

    public static async Task<WaitingRule> Of(MassarDb db, int year, CancellationToken ct) => From(await YearFigures.Of(db, year, AgeRule.SettingsPrefix, ct));

    public static WaitingRule From(YearFigures figures) =>
        new([.. (figures.Text(OrderSetting) ?? string.Join(' ', Known)).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(Known.Contains).Distinct()], figures.Number(HoursSetting, 48, 1, 24 * 30));

    /// <summary>The list from the first to the last.</summary>
    public IReadOnlyList<Waiter> Sort(IEnumerable<Waiter> waiters)
    {
        var sorted = waiters.OrderBy(_ => 0);
        foreach (var criterion in Criteria)
            sorted = sorted.ThenByDescending(w => Has(w, criterion));
        return [.. sorted.ThenBy(w => w.QueuedAt).ThenBy(w => w.Id)];
    }

    public static bool Has(Waiter waiter, string criterion) => criterion switch { "zone" => waiter.InZone, "siblings" => waiter.HasSibling, _ => waiter.IsOfAge };
}

/// <summary>Reads the list and counts seats.</summary>
public static class WaitingLists
{
    /// <summary>First-year seats of a school that nobody has and nobody is offered, and how many requests wait there. One statement.</summary>
    /// <param name="except">A request that is not counted among those that wait.</param>
    public static async Task<(int? Left, int Waiting)> SeatsOf(this MassarDb db, int school, int year, long except, CancellationToken ct)
    {
        var found = await db.Schools.Where(s => s.Id == school).Select(s => new
        {
            Left = s.FirstYearSeats
                - db.Enrollments.Count(e => e.SchoolId == s.Id && e.SchoolYearId == year && e.LevelCode == HintDesk.FirstLevel && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected))
                - db.Registrations.Count(r => r.SchoolId == s.Id && r.SchoolYearId == year && r.State == RegistrationState.Offered),
            Waiting = db.Registrations.Count(r => r.SchoolId == s.Id && r.SchoolYearId == year && r.State == RegistrationState.Waiting && r.Id != except),
        }).SingleOrDefaultAsync(ct);
        return found is null ? (null, 0) : (found.Left, found.Waiting);
    }

    /// <summary>The requests that wait at a school, from the first to the last: tens of rows.</summary>
    public static async Task<IReadOnlyList<Waiter>> WaitersOf(this MassarDb db, int school, int year, WaitingRule rule, AgeRule ages, CancellationToken ct) =>
        rule.Sort((await db.Registrations.AsNoTracking().Where(r => r.SchoolId == school && r.SchoolYearId == year && r.State == RegistrationState.Waiting)
            .Select(r => new { r.Id, r.SchoolId, r.ZoneSchoolId, r.HasSibling, r.BirthDate, r.QueuedAt, r.CreatedAt }).ToListAsync(ct))
            .Select(r => new Waiter(r.Id, r.ZoneSchoolId == r.SchoolId, r.HasSibling, r.BirthDate is { } birth && ages.Judge(birth) == AgeVerdict.Fits, r.QueuedAt ?? r.CreatedAt)));

    /// <summary>Where one request stands on its list; null when it is on none.</summary>
    public static async Task<WaitingPlace?> PlaceOnList(this MassarDb db, Registration request, CancellationToken ct)
    {
        if (request is not { State: RegistrationState.Waiting, SchoolId: { } school })
            return null;
        var figures = await YearFigures.Of(db, request.SchoolYearId, AgeRule.SettingsPrefix, ct);
        var rule = WaitingRule.From(figures);
        var line = await db.WaitersOf(school, request.SchoolYearId, rule, AgeRule.From(request.SchoolYearId, figures), ct);
        var index = line.Select((w, i) => (w, i)).Where(p => p.w.Id == request.Id).Select(p => (int?)p.i).FirstOrDefault();
        return index is { } at ? new WaitingPlace(at + 1, line.Count, line[at], rule) : null;
    }

    /// <summary>Whether a child of one of the parents named in the file is a pupil of the school in that year: the parents are known by their identity cards.</summary>
    public static async Task<bool> HasSiblingThere(this MassarDb db, Registration request, CancellationToken ct)
    {
        var answers = new Answers(request.Answers);
        List<string> cards = [.. new[] { "Father", "Mother", "Tutor" }.Select(p => Cin.Read(answers[p + "Cin"])?.ToString()).OfType<string>()];
        if (cards.Count == 0 || request.SchoolId is not { } school)
            return false;
        var year = request.SchoolYearId;
        // A year that has not begun has few lines yet: who sits there this year counts.
        return await (
            from g in db.Guardians
            where g.Cin != null && cards.Contains(g.Cin)
            join l in db.Guardianships on g.Id equals l.GuardianId
            join e in db.Enrollments on l.PupilId equals e.PupilId
            where e.SchoolId == school && (e.SchoolYearId == year || e.SchoolYearId == year - 1) && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)
            select e.Id).AnyAsync(ct);
    }
}

/// <summary>
/// Gives free seats to the first of the list and passes on what nobody answered. Whoever counts the seats of a school holds its row
/// until the transaction ends, so that one seat is never given twice.
/// </summary>
public sealed class SeatDesk(MassarDb db, WorkDesk work, Facts facts, TimeProvider clock)
{
    /// <summary>Offers every free seat of a school; answers how many. The caller has a transaction.</summary>
    /// <param name="user">Who asked for it; null when nobody did.</param>
    public async Task<int> OfferFree(int school, int year, CurrentUser? user, CancellationToken ct)
    {
        _ = await db.Schools.Where(s => s.Id == school).Select(s => s.Id).ForUpdate().ToListAsync(ct);
        var (left, waiting) = await db.SeatsOf(school, year, except: 0, ct);
        // A school that is closed takes nobody, and a year that is over has no seats.
        if (left is not > 0 || waiting == 0 || !await db.Schools.AnyAsync(s => s.Id == school && s.ClosedOn == null && db.SchoolYears.Any(y => y.Id == year && (y.IsCurrent || db.SchoolYears.Any(c => c.IsCurrent && c.Id < year))), ct))
            return 0;
        var figures = await YearFigures.Of(db, year, AgeRule.SettingsPrefix, ct);
        var rule = WaitingRule.From(figures);
        var (now, offered) = (clock.GetUtcNow().UtcDateTime, new List<Registration>());
        var until = now.AddHours(rule.OfferHours);
        foreach (var waiter in await db.WaitersOf(school, year, rule, AgeRule.From(year, figures), ct))
        {
            if (offered.Count == left)
                break;
            var request = await db.Registrations.Where(r => r.Id == waiter.Id).ForUpdate().SingleAsync(ct);
            // Taken back, or taken above the capacity, while this one waited for the row.
            if (request.State != RegistrationState.Waiting || request.SchoolId != school || request.Offer(until, now) is not null)
                continue;
            db.Note(request, "offered", now, user);
            work.Queue<OfferEnds>(OfferEnds.KeyOf(request.Id, request.Offers), request.Id.ToString(CultureInfo.InvariantCulture), until);
            offered.Add(request);
        }

        await db.SaveChangesAsync(ct);
        foreach (var request in offered)
            await facts.Tell(new RegistrationOffered(request.Id, request.Offers, until), ct);
        await db.SaveChangesAsync(ct);
        return offered.Count;
    }
}

/// <summary>When the hours of an offer are over: without an answer the seat passes to the next of the list.</summary>
public sealed class OfferEnds(MassarDb db, UnitOfWork unit, SeatDesk seats, Facts facts, TimeProvider clock) : IWork
{
    public static string Kind => "registration-offer-ends";

    public static string KeyOf(long registration, int offer) => string.Create(CultureInfo.InvariantCulture, $"registration-offer/{registration}/{offer}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Registrations.OfferEnds", async token =>
        {
            var request = await db.Registrations.Where(r => r.Id == id).ForUpdate().SingleAsync(token);
            var now = clock.GetUtcNow().UtcDateTime;
            // Answered in time, or another offer runs by now.
            if (item.Key != KeyOf(id, request.Offers) || request.State != RegistrationState.Offered || request.OfferedUntil > now || request.Lapse(now) is not null)
                return;
            db.Note(request, "lapsed", now);
            await db.SaveChangesAsync(token);
            await facts.Tell(new RegistrationOfferLapsed(id, request.Offers), token);
            await db.SaveChangesAsync(token);
            await seats.OfferFree(request.SchoolId!.Value, request.SchoolYearId, null, token);
        }, ct);
    }
}

/// <summary>Offers the seats that became free at one school: pupils leave it in many ways, and none of them needs to know of the list.</summary>
public sealed class OfferFreeSeats(UnitOfWork unit, SeatDesk seats) : IWork
{
    public static string Kind => "registration-seats";

    public static string KeyOf(int school, int year, DateTime slot) => string.Create(CultureInfo.InvariantCulture, $"registration-seats/{school}/{year}/{slot:yyyyMMddHHmm}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var parts = item.Key.Split('/');
        var (school, year) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        return unit.Run("Registrations.OfferFree", token => seats.OfferFree(school, year, null, token), ct);
    }
}

/// <summary>Looks where somebody waits and a seat is free.</summary>
public sealed class SeatClock(IServiceScopeFactory scopes, TimeProvider clock, IConfiguration configuration, ILogger<SeatClock> log) : Lookout(scopes, configuration, log)
{
    protected override string Name => "registrations";

    /// <summary>Queues the work of this slot where it is needed; answers how many schools.</summary>
    public static async Task<int> Look(MassarDb db, WorkDesk work, DateTime now, CancellationToken ct)
    {
        var slot = new DateTime(now.Ticks - now.Ticks % Every.Ticks, DateTimeKind.Utc);
        var free = await (
            from w in db.Registrations.Where(r => r.State == RegistrationState.Waiting && r.SchoolId != null).Select(r => new { School = r.SchoolId!.Value, Year = r.SchoolYearId }).Distinct()
            join s in db.Schools on w.School equals s.Id
            where s.ClosedOn == null && s.FirstYearSeats
                > db.Enrollments.Count(e => e.SchoolId == w.School && e.SchoolYearId == w.Year && e.LevelCode == HintDesk.FirstLevel && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected))
                + db.Registrations.Count(r => r.SchoolId == w.School && r.SchoolYearId == w.Year && r.State == RegistrationState.Offered)
            orderby w.School, w.Year
            select w).Take(2_000).ToListAsync(ct);
        var keys = free.ConvertAll(f => OfferFreeSeats.KeyOf(f.School, f.Year, slot));
        var queued = await db.WorkItems.Where(i => keys.Contains(i.Key)).Select(i => i.Key).ToListAsync(ct);
        foreach (var key in keys.Except(queued))
            work.Queue<OfferFreeSeats>(key, key);
        // An offer whose end nobody looked after: its work was lost, or it was never queued.
        var over = await db.Registrations.Where(r => r.State == RegistrationState.Offered && r.OfferedUntil < now).OrderBy(r => r.Id).Select(r => new { r.Id, r.Offers }).Take(2_000).ToListAsync(ct);
        var ends = over.ToDictionary(o => OfferEnds.KeyOf(o.Id, o.Offers), o => o.Id);
        List<string> known = [.. ends.Keys];
        var watched = await db.WorkItems.Where(i => known.Contains(i.Key)).Select(i => i.Key).ToListAsync(ct);
        foreach (var (key, id) in ends.Where(e => !watched.Contains(e.Key)))
            work.Queue<OfferEnds>(key, id.ToString(CultureInfo.InvariantCulture));
        await db.SaveChangesAsync(ct);
        return keys.Count - queued.Count;
    }

    protected override Task LookIn(IServiceProvider services, CancellationToken ct)
    {
        var (db, work, unit) = (services.GetRequiredService<MassarDb>(), services.GetRequiredService<WorkDesk>(), services.GetRequiredService<UnitOfWork>());
        return unit.Run("Registrations.LookForSeats", token => Look(db, work, clock.GetUtcNow().UtcDateTime, token), ct);
    }
}
