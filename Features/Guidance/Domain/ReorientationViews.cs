using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>All the school and the commission see of one request.</summary>
/// <param name="IsOwn">A child of the family of who reads it: somebody else decides.</param>
/// <param name="Seats">Of the stream and school asked for; with how many are given.</param>
/// <param name="Waiting">Requests for the same seats on the waiting list, this one aside.</param>
public sealed record ReorientationCase(
    Reorientation Request, ReorientationWindow Window, bool IsOwn, string NameAr, string NameLatin, string Code, string? ClassName, string SchoolAr, string SchoolFr, string LevelAr, string LevelFr,
    string FromAr, string FromFr, string ToAr, string ToFr, string ToSchoolAr, string ToSchoolFr, string? RefusalAr, string? RefusalFr, int Seats, int Taken, int Waiting, decimal? Average, GuidanceBasis Basis) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;

    /// <summary>A child of the family of who reads it waits for one of the same seats: somebody else decides.</summary>
    public bool HasOwnThere { get; init; }

    public int Left => Math.Max(0, Seats - Taken);

    /// <summary>There is a decision, and the pupil is not placed yet.</summary>
    public bool MayRecall => Request.State is ReorientationState.Accepted or ReorientationState.Waiting or ReorientationState.Refused;
}

/// <summary>Reads one request, in three statements.</summary>
public static class ReorientationViews
{
    /// <summary>Null where the request is not in the scope.</summary>
    public static async Task<ReorientationCase?> ReorientationCase(this MassarDb db, IQueryable<Reorientation> scope, ReorientationDesk desk, long id, CancellationToken ct)
    {
        var own = await desk.Family(ct);
        var live = db.Reorientations.LiveOf(own);
        var found = await (
            from r in scope
            where r.Id == id
            join w in db.ReorientationWindows on r.WindowId equals w.Id
            join p in db.Pupils on r.PupilId equals p.Id
            join e in db.Enrollments on r.EnrollmentId equals e.Id
            join school in db.Places on r.SchoolId equals school.Id
            join level in db.Levels on r.LevelCode equals level.Code
            join @from in db.StudyStreams on r.FromStream equals @from.Code
            join to in db.StudyStreams on r.ToStream equals to.Code
            join there in db.Places on r.ToSchoolId equals there.Id
            join k in db.Classes on e.ClassId equals (int?)k.Id into classes
            from k in classes.DefaultIfEmpty()
            join n in db.Nomenclatures.Where(n => n.List == Reorientation.Refusals) on r.RefusalCode equals n.Code into codes
            from n in codes.DefaultIfEmpty()
            join s in db.ReorientationSeats on new { r.WindowId, School = r.ToSchoolId, Stream = r.ToStream } equals new { s.WindowId, School = s.SchoolId, Stream = s.StreamCode } into seats
            from s in seats.DefaultIfEmpty()
            select new ReorientationCase(
                r, w, own.Any(g => g.PupilId == p.Id), p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.MassarCode, k.Name, school.NameAr, school.NameFr, level.NameAr, level.NameFr,
                @from.NameAr, @from.NameFr, to.NameAr, to.NameFr, there.NameAr, there.NameFr, n.NameAr, n.NameFr, (int?)s.Seats ?? 0, (int?)s.Taken ?? 0,
                db.Reorientations.Count(o => o.Id != r.Id && o.WindowId == r.WindowId && o.ToSchoolId == r.ToSchoolId && o.ToStream == r.ToStream && o.State == ReorientationState.Waiting), null, GuidanceBasis.None)
            { HasOwnThere = live.Any(o => o.WindowId == r.WindowId && o.ToSchoolId == r.ToSchoolId && o.ToStream == r.ToStream) })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var known = await PublishedAverages.Of(db, [found.Request.PupilId], found.Window.SchoolYearId, desk.Reader, ct);
        var (average, basis) = Wishes.Best(known.GetValueOrDefault(found.Request.PupilId));
        return found with { Average = average, Basis = basis };
    }
}
