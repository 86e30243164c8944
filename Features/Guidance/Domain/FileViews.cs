using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>All the commission sees of one pupil.</summary>
/// <param name="IsOwn">The child of who reads it: somebody else decides.</param>
/// <param name="Free">Choices with seats left, where a person may give one; else none.</param>
public sealed record OfficeFile(
    GuidanceFile File, GuidanceCampaign Campaign, bool IsOut, bool IsOwn, string NameAr, string NameLatin, string Code, string? ClassName, string SchoolAr, string SchoolFr, string LevelAr, string LevelFr,
    string? ToAr, string? ToFr, string? StreamAr, string? StreamFr, string? Next, IReadOnlyList<OfficeWish> Wishes, IReadOnlyList<FreeChoice> Free) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;

    /// <summary>A person decides now: no wish found a seat by the rule, and the hour is not set.</summary>
    public bool MayDecide => !IsOwn && Campaign.Stage == GuidanceStage.Proposed && File.IsException;

    /// <summary>An appeal waits for an answer.</summary>
    public bool HasOpenAppeal => File.State == GuidanceState.Appealed;
}

public sealed record OfficeWish(int Rank, string SchoolAr, string SchoolFr, string StreamAr, string StreamFr, GuidanceOpinion Opinion, int? Standing, int? Candidates);

/// <summary>Reads one pupil's file for the directorate, in four statements.</summary>
public static class FileViews
{
    public static async Task<OfficeFile?> OfficeFile(this MassarDb db, CurrentUser user, CommissionDesk desk, long id, CancellationToken ct)
    {
        var own = Pupils.Domain.Scopes.OfPerson(db.Guardianships, user, db);
        var found = await (
            from f in db.GuidanceFiles.LedBy(user, db)
            where f.Id == id
            join c in db.GuidanceCampaigns on f.CampaignId equals c.Id
            join level in db.Levels on c.ToLevel equals level.Code
            join p in db.Pupils on f.PupilId equals p.Id
            join e in db.Enrollments on f.EnrollmentId equals e.Id
            join school in db.Places on f.SchoolId equals school.Id
            join k in db.Classes on e.ClassId equals (int?)k.Id into classes
            from k in classes.DefaultIfEmpty()
            join mine in db.StudyStreams on e.StreamCode equals mine.Code into mines
            from mine in mines.DefaultIfEmpty()
            join to in db.Places on f.ToSchoolId equals (int?)to.Id into tos
            from to in tos.DefaultIfEmpty()
            join stream in db.StudyStreams on f.ToStream equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            select new
            {
                File = f,
                Campaign = c,
                IsOut = c.PublishAt != null && c.PublishAt <= DateTime.UtcNow,
                IsOwn = own.Any(g => g.PupilId == p.Id),
                NameAr = p.LastNameAr + " " + p.FirstNameAr,
                NameLatin = p.LastNameLatin + " " + p.FirstNameLatin,
                p.MassarCode,
                ClassName = k.Name,
                SchoolAr = school.NameAr,
                SchoolFr = school.NameFr,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                ToAr = to.NameAr,
                ToFr = to.NameFr,
                StreamAr = stream.NameAr,
                StreamFr = stream.NameFr,
                Next = mine.NextStreams,
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var wishes = await (
            from w in db.GuidanceWishes
            where w.FileId == id
            join school in db.Places on w.SchoolId equals school.Id
            join stream in db.StudyStreams on w.StreamCode equals stream.Code
            orderby w.Rank
            select new OfficeWish(w.Rank, school.NameAr, school.NameFr, stream.NameAr, stream.NameFr, w.Opinion, w.Standing, w.Candidates)).AsNoTracking().ToListAsync(ct);
        var view = new OfficeFile(found.File, found.Campaign, found.IsOut, found.IsOwn, found.NameAr, found.NameLatin, found.MassarCode, found.ClassName, found.SchoolAr, found.SchoolFr, found.LevelAr, found.LevelFr,
            found.ToAr, found.ToFr, found.StreamAr, found.StreamFr, found.Next, wishes, []);
        return view.MayDecide || view.HasOpenAppeal ? view with { Free = await desk.Free(found.Campaign, found.Next, ct) } : view;
    }
}
