using System.Globalization;
using System.Text.Json.Serialization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.Domain;

/// <summary>A file as it stands beside another one.</summary>
/// <param name="Papers">Papers in the registers.</param>
/// <param name="IsMoving">A transfer is under way.</param>
/// <param name="IsTaken">An old file already, or proposed to become one.</param>
/// <param name="HasOldFiles">Another file was merged into it.</param>
public sealed record MergeSide(
    long Id, string MassarCode, string NameAr, string NameLatin, PupilIdentity Identity, [property: JsonIgnore] int Version, int Marks, int Absences, int Papers, bool HasAccount,
    bool IsMoving, bool IsTaken, bool HasOldFiles, IReadOnlyList<SideYear> Years, IReadOnlyList<SideGuardian> Guardians)
{
    /// <summary>Stands where a file that is not the reader's says something else.</summary>
    public const string Hidden = "•••";

    /// <summary>Of a file that the reader's school does not have: which lines are the same as in the own one, and the school to call.</summary>
    public bool IsMasked { get; private init; }

    /// <summary>Lines that would make two of one child: this year's or the next one's.</summary>
    public IEnumerable<SideYear> Live => Years.Where(y => y.IsLive);

    /// <summary>Where the child is at school this year by this file.</summary>
    public SideYear? Seat => Years.FirstOrDefault(y => y is { IsLive: true, IsCurrent: true, State: EnrollmentState.Active });

    /// <summary>What a school without this file sees of it beside its own file.</summary>
    public MergeSide MaskedBeside(MergeSide own)
    {
        return this with
        {
            MassarCode = Masked(MassarCode),
            NameAr = own.NameAr,
            NameLatin = own.NameLatin,
            Guardians = [],
            IsMasked = true,
            Identity = new PupilIdentity
            {
                LastNameAr = Beside(own.Identity.LastNameAr, Identity.LastNameAr),
                FirstNameAr = Beside(own.Identity.FirstNameAr, Identity.FirstNameAr),
                LastNameLatin = Beside(own.Identity.LastNameLatin, Identity.LastNameLatin),
                FirstNameLatin = Beside(own.Identity.FirstNameLatin, Identity.FirstNameLatin),
                Sex = Beside(own.Identity.Sex, Identity.Sex),
                BirthDate = Beside(own.Identity.BirthDate, Identity.BirthDate),
                BirthDateHijri = Beside(own.Identity.BirthDateHijri, Identity.BirthDateHijri),
                BirthPlaceAr = Beside(own.Identity.BirthPlaceAr, Identity.BirthPlaceAr),
                BirthPlaceLatin = Beside(own.Identity.BirthPlaceLatin, Identity.BirthPlaceLatin),
                BirthActNumber = Beside(own.Identity.BirthActNumber, Identity.BirthActNumber),
                BirthActDate = Beside(own.Identity.BirthActDate, Identity.BirthActDate),
                FatherAr = Beside(own.Identity.FatherAr, Identity.FatherAr),
                MotherAr = Beside(own.Identity.MotherAr, Identity.MotherAr),
            },
        };

        static string? Beside(string? own, string? value) => string.IsNullOrEmpty(value) || value == own ? value : Hidden;
    }

    /// <summary>A code of which only a part is shown.</summary>
    public static string Masked(string code) => Massar.Infrastructure.Text.MassarCode.Read(code)?.Masked ?? Hidden;

    /// <summary>The school that answers for the file.</summary>
    public SideYear? Home => Seat ?? (Years.Count > 0 ? Years[0] : null);
}

/// <param name="IsLive">Of this year or a later one, and not ended.</param>
public sealed record SideYear(int Year, bool IsCurrent, bool IsLive, int SchoolId, [property: JsonIgnore] string Path, string SchoolAr, string SchoolFr, string? LevelAr, string? LevelFr, EnrollmentState State, DateOnly EnteredOn, DateOnly? LeftOn);

public sealed record SideGuardian(long Id, string NameAr, string NameLatin, GuardianQuality Quality, GuardianshipState State, bool HasCustody, [property: JsonIgnore] string? Cin)
{
    /// <summary>The same person, be it under two cards of the files.</summary>
    public bool IsSame(SideGuardian other) => Id == other.Id || (Cin is not null && Cin == other.Cin);
}

/// <summary>Two files side by side, what keeps them from being merged, and which one may stay.</summary>
/// <param name="BothMarked">Both have marks in the newest semester of the year.</param>
public sealed record FilePair(MergeSide One, MergeSide Two, bool BothMarked)
{
    public MergeSide Of(long id) => One.Id == id ? One : Two;

    public MergeSide NotOf(long id) => One.Id == id ? Two : One;

    /// <summary>As somebody sees it who has only some of the files.</summary>
    /// <param name="filed">Files that the reader's school has.</param>
    public FilePair SeenWith(IReadOnlyCollection<long> filed) => this with
    {
        One = filed.Contains(One.Id) ? One : One.MaskedBeside(Two),
        Two = filed.Contains(Two.Id) ? Two : Two.MaskedBeside(One),
    };

    /// <summary>What was read: a file that somebody changed meanwhile is looked at again.</summary>
    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{One.Version}-{Two.Version}");

    /// <summary>Files that may stay: the child's only seat at a school stays where it is, and a file with old ones keeps them.</summary>
    [JsonIgnore]
    public IEnumerable<MergeSide> MayStay => new[] { One, Two }.Where(s => NotOf(s.Id) is var other && !other.HasOldFiles && (other.Seat is null || s.Seat is not null));

    /// <summary>Why they cannot be merged now; empty when they can.</summary>
    [JsonIgnore]
    public IEnumerable<Refusal> Obstacles
    {
        get
        {
            if (One.IsTaken || Two.IsTaken)
                yield return Refusal.Conflict("pupils.merge.taken").Next("pupils.merge.taken.next");
            if (One.IsMoving || Two.IsMoving)
                yield return Refusal.Conflict("pupils.merge.moving").Next("pupils.merge.moving.next");
            if (One.Seat is { } here && Two.Seat is { } there && here.SchoolId != there.SchoolId && BothMarked)
                yield return Refusal.Conflict("pupils.merge.marks").Next("pupils.merge.marks.next");
            if (One.Guardians.FirstOrDefault(g => Two.Guardians.Any(o => o.IsSame(g) && (o.State, o.HasCustody) != (g.State, g.HasCustody))) is { } guardian)
                yield return Refusal.Conflict("pupils.merge.rights", guardian.NameAr).Next("pupils.merge.rights.next");
            if (!MayStay.Any())
                yield return Refusal.Conflict("pupils.merge.carries").Next("pupils.merge.carries.next");
        }
    }
}

/// <summary>Merges two files of one child and takes it back, in the caller's transaction.</summary>
public sealed class MergeDesk(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock)
{
    /// <summary>The two files. Three statements, a fourth where both are at school at different places.</summary>
    /// <param name="merge">The case that is looked at, which does not stand in its own way; 0 for none.</param>
    public async Task<FilePair> Pair(long one, long two, long merge, CancellationToken ct)
    {
        long[] ids = [one, two];
        var files = await db.Pupils.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new
        {
            Pupil = p,
            Marks = db.Marks.Count(m => m.PupilId == p.Id && m.State != CellState.Empty),
            Absences = db.Absences.Count(a => a.PupilId == p.Id),
            Papers = db.IssuedDocuments.Count(d => d.PupilId == p.Id),
            HasAccount = db.Accounts.Any(a => a.PupilId == p.Id && a.ClosedAt == null),
            IsMoving = db.Transfers.Any(t => t.LiveKey == p.Id),
            IsTaken = db.PupilMerges.Any(m => m.LiveKey == p.Id && m.Id != merge) || db.PupilMerges.Any(m => m.KeptId == p.Id && m.State == MergeState.Proposed && m.Id != merge),
            HasOldFiles = db.PupilMerges.Any(m => m.KeptId == p.Id && m.State == MergeState.Done && m.Id != merge),
        }).ToListAsync(ct);
        var years = (await (
            from e in db.Enrollments
            where ids.Contains(e.PupilId)
            join year in db.SchoolYears on e.SchoolYearId equals year.Id
            join place in db.Places on e.SchoolId equals place.Id
            join level in db.Levels on e.LevelCode equals level.Code into levels
            from level in levels.DefaultIfEmpty()
            orderby e.SchoolYearId descending, e.State == EnrollmentState.Active descending, e.Id descending
            select new
            {
                e.PupilId,
                Line = new SideYear(e.SchoolYearId, year.IsCurrent,
                    e.SchoolYearId >= db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).First() && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected),
                    e.SchoolId, place.Path, place.NameAr, place.NameFr, level.NameAr, level.NameFr, e.State, e.EnteredOn, e.LeftOn),
            }).AsNoTracking().ToListAsync(ct)).ToLookup(y => y.PupilId, y => y.Line);
        var guardians = (await db.Guardianships.AsNoTracking().Where(g => ids.Contains(g.PupilId) && g.State != GuardianshipState.Claimed)
            .Join(db.Guardians, g => g.GuardianId, p => p.Id, (g, p) => new { Link = g, p.Cin, p.FirstNameAr, p.LastNameAr, p.FirstNameLatin, p.LastNameLatin }).OrderBy(g => g.Link.Quality).ThenBy(g => g.Link.GuardianId).ToListAsync(ct))
            .ToLookup(g => g.Link.PupilId, g => new SideGuardian(g.Link.GuardianId, $"{g.LastNameAr} {g.FirstNameAr}", $"{g.LastNameLatin} {g.FirstNameLatin}", g.Link.Quality, g.Link.State, g.Link.HasCustody, g.Cin));

        var (first, second) = (Side(one), Side(two));
        return new FilePair(first, second, first.Seat is { } here && second.Seat is { } there && here.SchoolId != there.SchoolId && await BothMarked(ids, here.Year, ct));

        MergeSide Side(long id)
        {
            var file = files.Single(f => f.Pupil.Id == id);
            return new MergeSide(
                id, file.Pupil.MassarCode, file.Pupil.FullNameAr, file.Pupil.FullNameLatin, PupilIdentity.Of(file.Pupil), file.Pupil.Version, file.Marks, file.Absences, file.Papers, file.HasAccount,
                file.IsMoving, file.IsTaken, file.HasOldFiles, [.. years[id]], [.. guardians[id]]);
        }
    }

    /// <summary>The office that sees the schools of both files: null for the school of the hat alone, the directorate of both, else the ministry.</summary>
    public async Task<int?> OfficeOf(FilePair pair, CancellationToken ct)
    {
        if (pair.One.Home is { } one && pair.Two.Home is { } two && one.SchoolId == user.PlaceId && two.SchoolId == user.PlaceId)
            return null;
        var own = Tree.Above(user.PlacePath);
        var common = new[] { pair.One.Home, pair.Two.Home }.Aggregate(own, (shared, home) => home is null ? shared : [.. shared.Intersect(Tree.Above(home.Path))]);
        return await db.Places.Where(p => common.Contains(p.Id) && p.Kind == PlaceKind.Directorate).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct) ?? common[0];
    }

    /// <summary>The two rows, held in one order: of two who decide about a file at once, the second finds what the first did.</summary>
    public Task Hold(long one, long two, CancellationToken ct) =>
        db.Pupils.Where(p => p.Id == one || p.Id == two).OrderBy(p => p.Id).Select(p => p.Id).ForUpdate().ToListAsync(ct);

    /// <summary>Why the signed-in person is not the one to decide: it is their own child, or their own proposal; null when it is right.</summary>
    public async Task<Refusal?> Own(long one, long two, long? proposedBy, CancellationToken ct) =>
        (await Hands.Of(db, user, ct)).Did(proposedBy) || await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == one || g.PupilId == two, ct)
            ? Refusal.Conflict("pupils.merge.own").Next("pupils.merge.own.next").Recorded()
            : null;

    /// <summary>Ends what would count the child twice, gives each guardian the same right in both files, and writes down what it changed. The caller saves.</summary>
    public async Task Do(PupilMerge merge, string? reason, CancellationToken ct)
    {
        var (kept, other, today) = (merge.KeptId, merge.OtherId, MoroccanDay.Today(clock));
        var changes = new List<MergeChange>();
        var lines = await db.Enrollments.Where(e => e.PupilId == other && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)
            && e.SchoolYearId >= db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).First()).ToListAsync(ct);
        foreach (var line in lines)
        {
            var (was, leftOn) = (line.State, line.LeftOn);
            (line.State, line.LeftOn) = was == EnrollmentState.Active ? (EnrollmentState.Left, today) : (EnrollmentState.NotJoined, leftOn);
            changes.Add(MergeChange.Ended(line.Id, (int)was, (int)line.State, leftOn));
        }

        var links = await db.Guardianships.AsNoTracking().Where(g => (g.PupilId == kept || g.PupilId == other) && g.State != GuardianshipState.Claimed).ToListAsync(ct);
        foreach (var link in links)
        {
            var there = link.PupilId == kept ? other : kept;
            if (links.Exists(l => l.PupilId == there && l.GuardianId == link.GuardianId))
                continue;
            db.Guardianships.Add(new Guardianship
            {
                GuardianId = link.GuardianId,
                PupilId = there,
                Quality = link.Quality,
                State = link.State,
                HasCustody = link.HasCustody,
                StartsOn = link.StartsOn,
                EndsOn = link.EndsOn,
            });
            changes.Add(MergeChange.Linked(link.GuardianId, there));
        }

        merge.Do(changes, user.AccountId, clock.GetUtcNow().UtcDateTime, reason);
    }

    /// <summary>Puts back what <see cref="Do"/> changed, and nothing else. The caller saves.</summary>
    public async Task Undo(PupilMerge merge, string reason, CancellationToken ct)
    {
        foreach (var change in merge.Undo(user.AccountId, clock.GetUtcNow().UtcDateTime, reason))
        {
            if (change.Enrollment != 0)
            {
                // Somebody may have said another end of it meanwhile; that word is not the merge's to take back.
                var line = await db.Enrollments.SingleOrDefaultAsync(e => e.Id == change.Enrollment, ct);
                if (line is not null && (int)line.State == change.Became)
                    (line.State, line.LeftOn) = ((EnrollmentState)change.Was, change.LeftOn);
            }
            else if (await db.Guardianships.SingleOrDefaultAsync(g => g.GuardianId == change.Guardian && g.PupilId == change.Pupil, ct) is { } link)
            {
                db.Guardianships.Remove(link);
            }
        }
    }

    /// <summary>What every step ends with. Saves.</summary>
    public async Task Settle(PupilMerge merge, string what, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await facts.Tell(new MergeStepped(merge.Id, what, merge.KeptId, merge.OtherId, merge.PlaceId, merge.OtherPlaceId, merge.OfficeId), ct);
        await db.SaveChangesAsync(ct);
    }

    // Of the year's newest semester in which anybody of the two has a mark.
    private async Task<bool> BothMarked(long[] ids, int year, CancellationToken ct)
    {
        var marked = await (
            from m in db.Marks
            where ids.Contains(m.PupilId) && m.State != CellState.Empty
            join a in db.Assessments on m.AssessmentId equals a.Id
            where a.SchoolYearId == year
            select new { m.PupilId, a.Semester }).Distinct().ToListAsync(ct);
        return marked.Count > 0 && marked.Count(m => m.Semester == marked.Max(o => o.Semester)) == 2;
    }
}
