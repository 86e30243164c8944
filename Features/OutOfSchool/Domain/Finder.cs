using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.Domain;

/// <summary>Looks who is at no school, and who is at one again, at the schools of a directorate.</summary>
public sealed class Finder(MassarDb db, Facts facts, TimeProvider clock)
{
    /// <summary>So many in one transaction.</summary>
    public const int AtOnce = 200;

    /// <summary>Lines on which a child really sits: not one it was let go from and whose next school it never reached.</summary>
    public static IQueryable<Enrollment> Sitting(MassarDb db) =>
        db.Enrollments.Where(e => e.State == EnrollmentState.Active && !db.Transfers.Any(t => t.EnrollmentId == e.Id && t.State == TransferState.Away));

    /// <summary>Closes the open cases of children who sit at a school again, who died, or whose file went into another one; answers how many.</summary>
    public async Task<int> Settle(int directorate, CancellationToken ct)
    {
        var (now, sitting) = (clock.GetUtcNow().UtcDateTime, Sitting(db));
        var ended = await (
            from c in db.OutOfSchoolCases
            where c.DirectorateId == directorate && c.LiveKey != null
            let line = sitting.Where(e => e.PupilId == c.PupilId && e.SchoolYearId >= c.SchoolYearId).OrderByDescending(e => e.Id).Select(e => (long?)e.Id).FirstOrDefault()
            let isDead = db.Enrollments.Any(e => e.PupilId == c.PupilId && e.State == EnrollmentState.Deceased)
            let isElsewhere = db.Enrollments.Any(e => e.Id == c.EnrollmentId && e.State == EnrollmentState.FoundElsewhere)
            let isMerged = db.PupilMerges.Any(m => m.LiveKey == c.PupilId && m.State == MergeState.Done)
            where line != null || isDead || isElsewhere || isMerged
            orderby c.Id
            select new { Case = c, line, isDead, isElsewhere, isMerged }).Take(AtOnce).ToListAsync(ct);
        foreach (var one in ended)
            one.Case.Settle(one.isDead ? FollowState.Deceased : one.isMerged ? FollowState.Merged : one.line is not null ? FollowState.ReEnrolled : FollowState.FoundElsewhere, one.line, now);
        await db.SaveChangesAsync(ct);
        return ended.Count;
    }

    /// <summary>Puts those on the list who are at no school; answers how many.</summary>
    public async Task<int> Find(int directorate, DateOnly today, CancellationToken ct)
    {
        var (now, figures, calendar) = (clock.GetUtcNow().UtcDateTime, await FollowFigures.Current(db, ct), await EntryCalendar.Of(db, today, ct));
        var path = await db.Places.Where(p => p.Id == directorate).Select(p => p.Path).SingleAsync(ct);
        var schools = db.Places.Where(p => p.Path.StartsWith(path) && p.Id != directorate).Select(p => p.Id);
        var (year, isLate, lateFrom, gone) = (calendar.Year, today >= calendar.LateFrom, calendar.LateFrom, today.AddDays(-figures.LeftDays));
        var (sitting, oldest, former) = (Sitting(db), today.AddYears(-figures.Oldest - 1), calendar.Year - 1);
        // One that sits nowhere, is not awaited anywhere in time, has not finished, and is not looked for already.
        var lines = db.Enrollments.OfLivingFiles(db).Where(e => schools.Contains(e.SchoolId) && (e.SchoolYearId == year || e.SchoolYearId == former)
            && db.Pupils.Any(p => p.Id == e.PupilId && p.BirthDate > oldest)
            && !sitting.Any(o => o.PupilId == e.PupilId && o.SchoolYearId >= year)
            && !db.Enrollments.Any(o => o.PupilId == e.PupilId && (o.State == EnrollmentState.Deceased || o.State == EnrollmentState.FoundElsewhere && o.SchoolYearId >= year || o.State == EnrollmentState.Graduated && o.SchoolYearId >= former
                || o.State == EnrollmentState.Expected && (o.SchoolYearId > year || (o.SchoolYearId == year && !isLate))))
            && !db.OutOfSchoolCases.Any(c => c.LiveKey == e.PupilId));
        var found = new List<Found>();
        if (isLate)
            found.AddRange(await lines.Where(e => e.SchoolYearId == year && (e.State == EnrollmentState.NotJoined || e.State == EnrollmentState.Expected)
                    && !db.OutOfSchoolCases.Any(c => c.EnrollmentId == e.Id && c.Since == lateFrom))
                .OrderBy(e => e.Id).Take(AtOnce).Select(e => new Found(e.Id, e.PupilId, e.SchoolYearId, e.SchoolId, lateFrom, LeavingCause.NotJoined)).ToListAsync(ct));
        found.AddRange(await lines.Where(e => e.SchoolYearId == year && e.LeftOn != null && (e.State == EnrollmentState.Interrupted || (e.State == EnrollmentState.Left && e.LeftOn <= gone))
                && !db.OutOfSchoolCases.Any(c => c.EnrollmentId == e.Id && c.Since == e.LeftOn))
            .OrderBy(e => e.Id).Take(AtOnce).Select(e => new Found(e.Id, e.PupilId, e.SchoolYearId, e.SchoolId, e.LeftOn!.Value,
                e.State == EnrollmentState.Interrupted ? LeavingCause.Interrupted : db.Transfers.Any(t => t.EnrollmentId == e.Id && t.State == TransferState.OutOfSchool) ? LeavingCause.LostOnTheWay : LeavingCause.Withdrawn)).ToListAsync(ct));
        found.AddRange(await lines.Where(e => e.SchoolYearId == year && e.State == EnrollmentState.Active)
            .Join(db.Transfers.Where(t => t.State == TransferState.Away), e => e.Id, t => t.EnrollmentId, (e, t) => new { Line = e, t.StateSince })
            .OrderBy(e => e.Line.Id).Take(AtOnce).Select(e => new { e.Line.Id, e.Line.PupilId, e.Line.SchoolYearId, e.Line.SchoolId, e.StateSince }).ToListAsync(ct) is var away
                ? away.Select(e => new Found(e.Id, e.PupilId, e.SchoolYearId, e.SchoolId, MoroccanDay.Of(e.StateSince), LeavingCause.LostOnTheWay)) : []);
        // Who was let go at the end of the last year and is awaited nowhere in this one.
        if (isLate)
            found.AddRange(await lines.Where(e => e.SchoolYearId == former && e.State == EnrollmentState.Left && db.RollOverLines.Any(l => l.EnrollmentId == e.Id && l.IsDone && l.End == YearEnd.Leaving)
                    && !db.OutOfSchoolCases.Any(c => c.EnrollmentId == e.Id))
                .OrderBy(e => e.Id).Take(AtOnce).Select(e => new Found(e.Id, e.PupilId, e.SchoolYearId, e.SchoolId, lateFrom, LeavingCause.Dismissed)).ToListAsync(ct));

        // A child with two lines is one child; what was found once of a line and a day is not found again.
        var (ids, owners) = (found.ConvertAll(f => f.Enrollment), await db.CommuneOfficers.Where(o => o.DirectorateId == directorate).ToDictionaryAsync(o => o.CommuneId, o => o.AccountId, ct));
        var known = (await db.OutOfSchoolCases.Where(c => ids.Contains(c.EnrollmentId)).Select(c => new { c.EnrollmentId, c.Since }).ToListAsync(ct)).ConvertAll(c => (c.EnrollmentId, c.Since)).ToHashSet();
        List<Found> fresh = [.. found.Where(f => !known.Contains((f.Enrollment, f.Since))).OrderBy(f => f.Cause).ThenBy(f => f.Enrollment).DistinctBy(f => f.Pupil)];
        var communes = await Communes(fresh, directorate, path, ct);
        var kin = new Dictionary<long, HashSet<long>>();
        foreach (var officer in owners.Where(o => communes.ContainsValue(o.Key)).Select(o => o.Value).Distinct())
            kin[officer] = await FollowDesk.KinOf(db, officer, fresh.ConvertAll(f => f.Pupil), ct);
        foreach (var one in fresh)
        {
            var commune = communes[one.Pupil];
            db.OutOfSchoolCases.Add(new OutOfSchoolCase
            {
                PupilId = one.Pupil,
                EnrollmentId = one.Enrollment,
                SchoolYearId = one.Year,
                SchoolId = one.School,
                DirectorateId = directorate,
                CommuneId = commune,
                Cause = one.Cause,
                Since = one.Since,
                DetectedAt = now,
            }.Begins(owners.TryGetValue(commune, out var owner) && !kin[owner].Contains(one.Pupil) ? owner : null, figures));
        }

        await db.SaveChangesAsync(ct);
        return fresh.Count;
    }

    /// <summary>Says what the day brought, to those it concerns.</summary>
    public async Task Tell(int directorate, DateOnly day, CancellationToken ct)
    {
        var (from, until) = (MoroccanHour.Utc(day, TimeOnly.MinValue), MoroccanHour.Utc(day.AddDays(1), TimeOnly.MinValue));
        var found = await db.OutOfSchoolCases.Where(c => c.DirectorateId == directorate && c.LiveKey != null && c.DetectedAt >= from && c.DetectedAt < until)
            .GroupBy(c => c.OwnerAccountId).Select(g => new { Owner = g.Key, Count = g.Count() }).ToListAsync(ct);
        foreach (var one in found.OrderBy(f => f.Owner))
            await facts.Tell(new ChildrenFound(directorate, day, one.Owner, one.Count), ct);
        var late = await db.OutOfSchoolCases.Where(c => c.DirectorateId == directorate && c.LiveKey != null && c.DueOn < day && c.EscalatedOn == null).OrderBy(c => c.Id).Take(AtOnce).ToListAsync(ct);
        late.ForEach(c => c.Escalate(day));
        if (late.Count > 0)
            await facts.Tell(new FollowUpsLate(directorate, day, late.Count), ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<Dictionary<long, int>> Communes(List<Found> found, int directorate, string path, CancellationToken ct)
    {
        var (pupils, schools) = (found.ConvertAll(f => f.Pupil), found.Select(f => f.School).Distinct().ToList());
        var homes = (await (
            from r in db.Registrations
            where r.PupilId != null && pupils.Contains(r.PupilId.Value) && r.ZoneSchoolId != null
            join p in db.Places on r.ZoneSchoolId equals (int?)p.Id
            where p.Path.StartsWith(path)
            orderby r.Id
            select new { Pupil = r.PupilId!.Value, p.Path }).ToListAsync(ct)).GroupBy(r => r.Pupil).ToDictionary(g => g.Key, g => g.Last().Path);
        var paths = await db.Places.Where(p => schools.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Path, ct);
        return found.ToDictionary(f => f.Pupil, f => CommuneOf(homes.GetValueOrDefault(f.Pupil) ?? paths[f.School], directorate));
    }

    /// <summary>The place below the directorate on the way to a school.</summary>
    private static int CommuneOf(string path, int directorate) => Tree.Above(path).SkipWhile(p => p != directorate).ElementAtOrDefault(1) is var commune and not 0 ? commune : directorate;

    private sealed record Found(long Enrollment, long Pupil, int Year, int School, DateOnly Since, LeavingCause Cause);
}

/// <summary>Once a day, for one directorate: who is back, who is missing, and what rests too long.</summary>
public sealed class FindWork(UnitOfWork unit, Finder finder) : IWork
{
    public static string Kind => "out-of-school";

    public static bool IsLong => true;

    public static string KeyOf(int directorate, DateOnly day) => DirectorateDay.KeyOf<FindWork>(directorate, day);

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var directorate = int.Parse(item.Payload, CultureInfo.InvariantCulture);
        var day = DirectorateDay.DayOf(item.Key);
        for (var many = Finder.AtOnce; many == Finder.AtOnce;)
            await unit.Run("OutOfSchool.Settle", async token => many = await finder.Settle(directorate, token), ct);
        for (var many = Finder.AtOnce; many >= Finder.AtOnce;)
            await unit.Run("OutOfSchool.Find", async token => many = await finder.Find(directorate, day, token), ct);
        await unit.Run("OutOfSchool.Tell", token => finder.Tell(directorate, day, token), ct);
    }
}

/// <inheritdoc/>
public sealed class FindClock(IServiceScopeFactory scopes, TimeProvider clock, IConfiguration configuration, ILogger<FindClock> log) : DirectorateLookout<FindWork>(scopes, clock, configuration, log)
{
    protected override string Name => "out-of-school";

    protected override string Action => "OutOfSchool.Queue";
}
