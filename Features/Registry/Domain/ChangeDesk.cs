using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.Domain;

/// <summary>A school as a change finds it.</summary>
/// <param name="Seen">What was read: a school that somebody changed meanwhile is looked at again.</param>
public sealed record Subject(School School, Place Place, Offices Offices)
{
    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{Place.Version}-{School.Version}");
}

/// <summary>Proposes changes of the register, says what stands in their way and puts them in force, in the caller's transaction.</summary>
public sealed class ChangeDesk(MassarDb db, CurrentUser user, WorkDesk work, Facts facts, TimeProvider clock)
{
    /// <summary>Trees that are loaded number their places below this; what the register opens is numbered from here on.</summary>
    public const int FirstOpened = 1_000_000;

    private const int CodesLookedAt = 200;

    /// <summary>A school below the place of the hat, with the offices above it; null where there is none.</summary>
    public async Task<Subject?> Find(int school, CancellationToken ct)
    {
        var found = await db.Schools.AsNoTracking().Below(user).Include(s => s.Place).SingleOrDefaultAsync(s => s.Id == school, ct);
        return found is null ? null : new Subject(found, found.Place, await db.OfficesOf(found.Place.Path, ct));
    }

    /// <summary>The directorate of the hat with its academy; null for who is not at one.</summary>
    public async Task<(Place Directorate, Place Academy)?> Office(CancellationToken ct)
    {
        var offices = await db.OfficesOf(user.PlacePath, ct);
        return offices is { Directorate: { } directorate, Academy: { } academy } && directorate.Id == user.PlaceId ? (directorate, academy) : null;
    }

    /// <summary>The first code after the directorate's last one that no school ever had.</summary>
    public async Task<GresaCode?> NextCode(string directoratePath, IReadOnlyCollection<string> besides, CancellationToken ct)
    {
        var last = await db.Schools.Where(s => s.Place.Path.StartsWith(directoratePath)).MaxAsync(s => (string?)s.GresaCode, ct);
        for (var from = last is null ? 1 : int.Parse(last.AsSpan(0, 5), CultureInfo.InvariantCulture) + 1; from <= 99_999; from += CodesLookedAt)
        {
            List<string> candidates = [.. Enumerable.Range(from, Math.Min(CodesLookedAt, 100_000 - from)).Select(n => GresaCode.Of(n).Value)];
            var taken = (await db.Schools.Where(s => candidates.Contains(s.GresaCode)).Select(s => s.GresaCode).Concat(db.PlannedSchools.Where(p => candidates.Contains(p.LiveCode!)).Select(p => p.GresaCode)).ToListAsync(ct)).ToHashSet();
            if (candidates.Find(c => !taken.Contains(c) && !besides.Contains(c)) is { } free)
                return new GresaCode(free);
        }

        return null;
    }

    /// <summary>Reads a school to open out of what was typed, below a directorate.</summary>
    /// <param name="prefix">Of the fields' names.</param>
    /// <param name="besides">Codes that other schools of the same change have.</param>
    public async Task<Outcome<PlannedSchool>> Plan(TypedSchool typed, string prefix, int order, string directoratePath, IReadOnlyCollection<string> besides, CancellationToken ct)
    {
        var (wanted, nature) = (ChangeRules.ReadCode(typed.Code), typed.Nature);
        if (await db.Nomenclatures.Where(n => n.List == "institution-natures" && n.Code == nature && !OpeningChoices.NotSchools.Contains(n.Code)).Select(n => n.Details).SingleOrDefaultAsync(ct) is not { } details)
            return Refusal.Invalid($"{prefix}Nature", "registry.wrong.choose");

        int? parent;
        if (IsAttached(details))
        {
            if (GresaCode.Read(typed.Centre) is not { } centre || await db.Schools.Open().Where(s => s.GresaCode == centre.Value && s.Place.Kind == PlaceKind.School && s.Place.Path.StartsWith(directoratePath)).Select(s => (int?)s.Id).SingleOrDefaultAsync(ct) is not { } school)
                return Refusal.Invalid($"{prefix}Centre", "registry.wrong.centre");
            parent = school;
        }
        else
        {
            parent = int.TryParse(typed.Commune, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await db.Places.AnyAsync(p => p.Id == id && p.Kind == PlaceKind.Commune && p.Path.StartsWith(directoratePath), ct) ? id : null;
            if (parent is null)
                return Refusal.Invalid($"{prefix}Commune", "registry.wrong.choose");
        }

        if (wanted is { } code)
        {
            // A code belongs to one school for ever: a closed one keeps it.
            if (await db.Schools.Where(s => s.GresaCode == code.Value).Select(s => s.Place.NameAr).SingleOrDefaultAsync(ct) is { } had)
                return Refusal.Invalid($"{prefix}Code", "registry.code.used", code.Value, had);
            if (besides.Contains(code.Value) || await db.PlannedSchools.AnyAsync(p => p.LiveCode == code.Value, ct))
                return Refusal.Invalid($"{prefix}Code", "registry.code.planned", code.Value);
        }
        else
        {
            wanted = await NextCode(directoratePath, besides, ct);
            if (wanted is null)
                return Refusal.Invalid($"{prefix}Code", "registry.code.none-free");
        }

        return new PlannedSchool
        {
            Order = order,
            GresaCode = wanted.Value.Value,
            LiveCode = wanted.Value.Value,
            NameAr = BidiSafe.Clean(typed.NameAr),
            NameFr = BidiSafe.Clean(typed.NameFr),
            Nature = nature!,
            Cycles = typed.Cycles!,
            IsPublic = typed.Sector == "public",
            IsUrban = typed.Milieu == "urban",
            ParentId = parent.Value,
            AddressAr = BidiSafe.CleanOrNull(typed.AddressAr),
            Phone = MoroccanPhone.Read(typed.Phone)?.E164,
            FirstYearSeats = ChangeRules.SeatsOf(typed) ?? 0,
        };
    }

    /// <summary>Whether a nature of the list is one of annexes, which belong to a school.</summary>
    public static bool IsAttached(string details) => details.Contains("\"is_attached_unit\":\"yes\"", StringComparison.Ordinal);

    /// <summary>Writes a proposal down and tells the academy.</summary>
    public async Task<Outcome<long>> Propose(SchoolChange change, IReadOnlyList<PlannedSchool> planned, CancellationToken ct)
    {
        if (change.SchoolId is { } school && await db.SchoolChanges.AnyAsync(c => c.LiveKey == school, ct))
            return Refusal.Conflict("registry.already").Next("registry.already.next");
        if (change.FollowsId is { } returned && !await db.SchoolChanges.AnyAsync(c => c.Id == returned && c.PlaceId == change.PlaceId && c.Kind == change.Kind && c.State == ChangeState.Returned, ct))
            return Refusal.NotFound;
        db.SchoolChanges.Add(change.Begin());
        await db.SaveChangesAsync(ct);
        foreach (var one in planned)
        {
            one.ChangeId = change.Id;
            db.PlannedSchools.Add(one);
        }

        await Settle(change, user.AccountId, change.Remark, ct);
        return change.Id;
    }

    /// <summary>What every step ends with: the line of history, codes that are free again, the facts. Saves.</summary>
    /// <param name="account">None where its day came by itself.</param>
    public async Task Settle(SchoolChange change, long? account, string? remark, CancellationToken ct)
    {
        db.SchoolChangeEvents.Add(new SchoolChangeEvent { ChangeId = change.Id, PlaceId = change.PlaceId, At = clock.GetUtcNow().UtcDateTime, State = change.State, AccountId = account, Remark = remark });
        await db.SaveChangesAsync(ct);
        if (!change.State.IsLive())
            foreach (var planned in await db.PlannedSchools.Where(p => p.ChangeId == change.Id).ToListAsync(ct))
                planned.LiveCode = null;
        if (change.State == ChangeState.Approved)
            work.Queue<ApplyChangeWork>(ApplyChangeWork.KeyOf(change.Id), ApplyChangeWork.PayloadOf(change.Id), StartOf(change.EffectiveOn));
        await facts.Tell(new SchoolChangeStepped(change.Id, change.Kind, change.State, change.PlaceId, change.AcademyId, change.SchoolId, change.ProposedByAccountId), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What stands in the way of a change as it is now; empty when nothing does.</summary>
    /// <param name="plan">Of its pupils, where it was made already.</param>
    public async Task<IReadOnlyList<Refusal>> Obstacles(SchoolChange change, PupilPlan? plan, CancellationToken ct)
    {
        if (change.Kind is ChangeKind.Open or ChangeKind.Split)
        {
            // An annex needs its school: it may have been closed since, or be the one that is divided.
            var (id, own) = (change.Id, change.SchoolId ?? 0);
            var gone = await db.PlannedSchools.Where(p => p.ChangeId == id && (p.ParentId == own || db.Schools.Any(s => s.Id == p.ParentId && s.ClosedOn != null)))
            .Select(p => db.Schools.Where(s => s.Id == p.ParentId).Select(s => s.GresaCode).FirstOrDefault()).FirstOrDefaultAsync(ct);
            if (gone is not null)
                return [Refusal.Conflict("registry.obstacle.closed", gone).Next("registry.obstacle.closed.next")];
        }

        if (change.SchoolId is not { } school)
            return [];
        var (day, receiver) = (change.EffectiveOn, change.IntoSchoolId);
        var now = await db.Schools.AsNoTracking().Where(s => s.Id == school).Select(s => new
        {
            s.GresaCode,
            s.ClosedOn,
            ClosedReceiver = db.Schools.Where(r => r.Id == receiver && r.ClosedOn != null).Select(r => r.GresaCode).FirstOrDefault(),
            Last = db.SchoolEntries.Where(e => e.SchoolId == s.Id && e.ChangeId != null).Max(e => (DateOnly?)e.StartsOn),
            Annexes = db.Places.Count(p => p.ParentId == s.Id && p.Kind == PlaceKind.Annex && !db.Schools.Any(a => a.Id == p.Id && a.ClosedOn != null)),
            Transfers = db.Transfers.Count(t => t.LiveKey != null && (t.FromSchoolId == s.Id || t.ToSchoolId == s.Id)),
            Requests = db.Registrations.Count(r => r.SchoolId == s.Id && (r.State == RegistrationState.Sent || r.State == RegistrationState.UnderCheck || r.State == RegistrationState.ToCorrect || r.State == RegistrationState.Waiting || r.State == RegistrationState.Offered)),
            Pupils = db.Enrollments.Count(e => e.SchoolId == s.Id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected) && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.EndsOn >= day)),
            Classes = db.Classes.Count(c => c.SchoolId == s.Id && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.StartsOn >= day)),
        }).SingleAsync(ct);

        List<Refusal> found = [];
        Add(now.ClosedOn is not null, "registry.obstacle.closed", now.GresaCode);
        Add(now.ClosedReceiver is not null, "registry.obstacle.closed", now.ClosedReceiver ?? "");
        // History is written forward: nothing comes to lie before what is in force already.
        Add(now.Last is { } last && day < last, "registry.obstacle.before-last", Formats.ShortDate(now.Last ?? day));
        if (change.Kind is ChangeKind.Rename or ChangeKind.Move)
            return found;

        Add(now.Annexes > 0, "registry.obstacle.annexes", now.Annexes);
        Add(now.Transfers > 0, "registry.obstacle.transfers", now.Transfers);
        Add(now.Requests > 0, "registry.obstacle.registrations", now.Requests);
        if (change.Kind == ChangeKind.Close)
        {
            Add(now.Pupils > 0, "registry.obstacle.pupils", now.Pupils, Formats.ShortDate(day));
            Add(now.Classes > 0, "registry.obstacle.classes", now.Classes, Formats.ShortDate(day));
            return found;
        }

        // Pupils leave one list and stand on the other on the day itself: it cannot have been.
        Add(day < MoroccanDay.Today(clock), "registry.obstacle.day-over", Formats.ShortDate(day));
        var without = (plan ?? await PlanOf(change, ct)).NoPlace.Count;
        Add(without > 0, "registry.obstacle.no-place", without);
        return found;

        void Add(bool stands, string key, params object[] args)
        {
            if (stands)
                found.Add(Refusal.Conflict(key, args).Next($"{key}.next"));
        }
    }

    /// <summary>Who goes where by a split or a merge, as things are now.</summary>
    public async Task<PupilPlan> PlanOf(SchoolChange change, CancellationToken ct)
    {
        var (id, into) = (change.Id, change.IntoSchoolId);
        var receivers = change.Kind == ChangeKind.Split
            ? await db.PlannedSchools.AsNoTracking().Where(p => p.ChangeId == id).OrderBy(p => p.Order).Select(p => new Receiver(p.Order, p.GresaCode, p.NameAr, p.NameFr, p.Cycles, 0)).ToListAsync(ct)
            : await db.Schools.AsNoTracking().Where(s => s.Id == into).Select(s => new Receiver(1, s.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Cycles, 0)).ToListAsync(ct);
        var (movers, shares, cycles) = (await db.MoversOf(change.SchoolId!.Value, change.EffectiveOn, ct), change.Shares, receivers.ConvertAll(r => r.Cycles));
        var targets = movers.ConvertAll(m => shares.Target(m, cycles));
        return new PupilPlan([.. receivers.Select(r => r with { Pupils = targets.Count(t => t == r.Number) })], movers.Count, [.. movers.Where((_, i) => targets[i] == 0)]);
    }

    /// <summary>The academy's yes: in force at once where its day has come, else from that day on. What stands in the way is said.</summary>
    public async Task<Refusal?> Approve(SchoolChange change, long account, string? why, CancellationToken ct)
    {
        if (change.EffectiveOn <= MoroccanDay.Today(clock))
            return await Apply(change, account, why, ct);
        // What was true when it was proposed may have changed since.
        if (await Obstacles(change, null, ct) is [var first, ..])
            return first;
        if (change.Become(ChangeState.Approved) is { } settled)
            return settled;
        await Settle(change, account, why, ct);
        return null;
    }

    /// <summary>Puts a decided change in force; what stands in the way is said and nothing is written.</summary>
    /// <param name="account">None where its day came by itself.</param>
    public async Task<Refusal?> Apply(SchoolChange change, long? account, string? remark, CancellationToken ct)
    {
        // The school is held: who enrolls a pupil there meanwhile waits, and then finds it as it is.
        if (change.SchoolId is { } held)
            _ = await db.Schools.Where(s => s.Id == held || s.Id == change.IntoSchoolId).OrderBy(s => s.Id).Select(s => s.Id).ForUpdate().ToListAsync(ct);
        if (await Obstacles(change, null, ct) is [var obstacle, ..])
            return obstacle;
        if (change.Become(ChangeState.Applied) is { } settled)
            return settled;

        var now = clock.GetUtcNow().UtcDateTime;
        if (change.SchoolId is not { } id)
        {
            foreach (var planned in await db.PlannedSchools.Where(p => p.ChangeId == change.Id).OrderBy(p => p.Order).ToListAsync(ct))
                await Open(change, planned, now, ct);
            await Settle(change, account, remark, ct);
            return null;
        }

        var school = await db.Schools.Include(s => s.Place).SingleAsync(s => s.Id == id, ct);
        var place = school.Place;
        if (!await db.SchoolEntries.AnyAsync(e => e.SchoolId == id, ct))
            db.SchoolEntries.Add(Entry(place, SchoolEntry.Always, isOpen: true, null, now));
        switch (change.Kind)
        {
            case ChangeKind.Rename:
                (place.NameAr, place.NameFr) = (change.NameAr!, change.NameFr!);
                break;
            case ChangeKind.Move:
                var commune = await db.Places.Where(p => p.Id == change.CommuneId).Select(p => new { p.Id, p.Path }).SingleAsync(ct);
                await db.MovePaths(place.Path, $"{commune.Path}{place.Id}/", ct);
                place.ParentId = commune.Id;
                break;
            case ChangeKind.Close:
                await Close(change, school, change.IntoSchoolId is { } successor ? [successor] : [], ct);
                break;
            case ChangeKind.Merge:
                await Share(change, [change.IntoSchoolId!.Value], [await db.Schools.Where(s => s.Id == change.IntoSchoolId).Select(s => s.Cycles).SingleAsync(ct)], ct);
                await Close(change, school, [change.IntoSchoolId!.Value], ct);
                break;
            default:
                List<PlannedSchool> parts = await db.PlannedSchools.Where(p => p.ChangeId == change.Id).OrderBy(p => p.Order).ToListAsync(ct);
                foreach (var part in parts)
                    await Open(change, part, now, ct);
                List<int> opened = parts.ConvertAll(p => p.SchoolId!.Value);
                await Share(change, opened, parts.ConvertAll(p => p.Cycles), ct);
                await Close(change, school, opened, ct);
                break;
        }

        db.SchoolEntries.Add(Entry(place, change.EffectiveOn, isOpen: school.ClosedOn is null, change.Id, now));
        await Settle(change, account, remark, ct);
        return null;
    }

    // The school's place in the tree, its line in the register and the first line of its life.
    private async Task Open(SchoolChange change, PlannedSchool planned, DateTime now, CancellationToken ct)
    {
        var parent = await db.Places.SingleAsync(p => p.Id == planned.ParentId, ct);
        // The last number is held: of two schools opened at once, the second waits for the first's.
        var last = await db.Places.OrderByDescending(p => p.Id).Take(1).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        var id = Math.Max(last + 1, FirstOpened);
        var place = new Place
        {
            Id = id,
            Kind = parent.Kind == PlaceKind.School ? PlaceKind.Annex : PlaceKind.School,
            Code = planned.GresaCode,
            NameAr = planned.NameAr,
            NameFr = planned.NameFr,
            ParentId = parent.Id,
            Path = string.Create(CultureInfo.InvariantCulture, $"{parent.Path}{id}/"),
        };
        db.Places.Add(place);
        db.Schools.Add(new School
        {
            Id = id,
            GresaCode = planned.GresaCode,
            Cycles = planned.Cycles,
            Nature = planned.Nature,
            IsPublic = planned.IsPublic,
            IsUrban = planned.IsUrban,
            AddressAr = planned.AddressAr,
            Phone = planned.Phone,
            FirstYearSeats = planned.FirstYearSeats,
        });
        db.SchoolEntries.Add(Entry(place, change.EffectiveOn, isOpen: true, change.Id, now));
        planned.SchoolId = id;
        await db.SaveChangesAsync(ct);
    }

    // Closed from the day on; its quarters and those who sent their pupils there go to who follows.
    private async Task Close(SchoolChange change, School school, IReadOnlyList<int> successors, CancellationToken ct)
    {
        var id = school.Id;
        school.ClosedOn = change.EffectiveOn.AddDays(-1);
        foreach (var successor in successors)
            db.SchoolSuccessions.Add(new SchoolSuccession { FromId = id, ToId = successor, On = change.EffectiveOn, ChangeId = change.Id });
        await db.SaveChangesAsync(ct);
        if (successors.Count > 0)
        {
            var first = successors[0];
            await db.SchoolZones.Where(z => z.SchoolId == id).ExecuteUpdateAsync(s => s.SetProperty(z => z.SchoolId, first), ct);
        }

        // Where one school follows it is the next one; else the heads choose anew.
        if (successors is [var only])
            await db.NextSchools.Where(n => n.ToSchoolId == id && n.SchoolId != only).ExecuteUpdateAsync(s => s.SetProperty(n => n.ToSchoolId, only), ct);
        await db.NextSchools.Where(n => n.ToSchoolId == id).ExecuteDeleteAsync(ct);
        await db.RollOverFixes.Where(f => f.ToSchoolId == id).ExecuteDeleteAsync(ct);
    }

    // One instant: the pupils leave one list and stand on the other, with their classes.
    private async Task Share(SchoolChange change, IReadOnlyList<int> schools, IReadOnlyList<string> cycles, CancellationToken ct)
    {
        var (school, day, shares) = (change.SchoolId!.Value, change.EffectiveOn, change.Shares);
        var movers = await db.MoversOf(school, day, ct);
        var lines = await db.Enrollments.LiveAfter(school, day, db).ToDictionaryAsync(e => e.Id, ct);
        var old = await db.Classes.AsNoTracking().Where(c => c.SchoolId == school).ToDictionaryAsync(c => c.Id, ct);
        var names = (await db.Classes.Where(c => schools.Contains(c.SchoolId)).Select(c => new { c.SchoolId, c.SchoolYearId, c.Name }).ToListAsync(ct)).Select(c => (c.SchoolId, c.SchoolYearId, c.Name)).ToHashSet();
        var made = new Dictionary<(int School, int Class), SchoolClass>();
        List<(Enrollment Line, SchoolClass? Class)> seats = [];
        foreach (var mover in movers)
        {
            var (to, line) = (schools[shares.Target(mover, cycles) - 1], lines[mover.EnrollmentId]);
            SchoolClass? seat = null;
            if (mover.ClassId is { } from && !made.TryGetValue((to, from), out seat))
            {
                var model = old[from];
                seat = new SchoolClass { PublicId = Guid.NewGuid(), SchoolId = to, SchoolYearId = model.SchoolYearId, LevelCode = model.LevelCode, StreamCode = model.StreamCode, Name = FreeName(model.Name, n => names.Add((to, model.SchoolYearId, n))) };
                made[(to, from)] = seat;
                db.Classes.Add(seat);
            }

            // Who would have come after the day comes to the other school on that day.
            var entry = line.EnteredOn > day ? line.EnteredOn : day;
            var next = new Enrollment
            {
                PupilId = line.PupilId,
                SchoolYearId = line.SchoolYearId,
                SchoolId = to,
                LevelCode = line.LevelCode,
                StreamCode = line.StreamCode,
                OrderInClass = line.OrderInClass,
                State = line.State,
                Kind = EnrollmentKind.TransferredIn,
                EnteredOn = entry,
            };
            db.Enrollments.Add(next);
            seats.Add((next, seat));
            (line.State, line.LeftOn) = (EnrollmentState.Left, entry);
        }

        await db.SaveChangesAsync(ct);
        foreach (var (line, seat) in seats)
            line.ClassId = seat?.Id;
        await db.SaveChangesAsync(ct);
    }

    // "1APIC-3" stays where it is free; else the next number of its level.
    private static string FreeName(string name, Func<string, bool> take)
    {
        if (take(name))
            return name;
        var stem = name.LastIndexOf('-') is > 0 and var cut ? name[..cut] : name;
        for (var number = 1; ; number++)
            if (string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}") is var other && take(other))
                return other;
    }

    private static SchoolEntry Entry(Place place, DateOnly from, bool isOpen, long? change, DateTime now) =>
        new() { SchoolId = place.Id, StartsOn = from, NameAr = place.NameAr, NameFr = place.NameFr, ParentId = place.ParentId!.Value, IsOpen = isOpen, ChangeId = change, WrittenAt = now };

    // A little after midnight in Morocco.
    private static DateTime StartOf(DateOnly day) => MoroccanHour.Utc(day, new TimeOnly(0, 5));
}

/// <summary>Puts an approved change in force on its day. What stands in its way by then goes back to the academy with the reason.</summary>
public sealed class ApplyChangeWork(MassarDb db, UnitOfWork unit, ChangeDesk desk, TimeProvider clock) : IWork
{
    public static string Kind => "school-change";

    public static string KeyOf(long change) => string.Create(CultureInfo.InvariantCulture, $"registry/{change}/apply");

    public static string PayloadOf(long change) => change.ToString(CultureInfo.InvariantCulture);

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) => unit.Run("Registry.ApplyChange", async token =>
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        var change = await db.SchoolChanges.Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(token);
        // Somebody took it back in time: there is nothing to do any more.
        if (change is not { State: ChangeState.Approved } || MoroccanDay.Today(clock) < change.EffectiveOn)
            return;
        if (await desk.Apply(change, null, null, token) is null)
            return;
        if (change.Become(ChangeState.Blocked) is null)
            await desk.Settle(change, null, null, token);
    }, ct);
}
