using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Guidance.Domain;

/// <summary>A pupil at school this year, and the campaign that guides the pupil from there.</summary>
public sealed class Guided
{
    public required Pupil Pupil { get; init; }

    public required Enrollment Enrollment { get; init; }

    public required GuidanceCampaign Campaign { get; init; }
}

/// <summary>A class, and the campaign that guides its pupils.</summary>
public sealed class GuidedClass
{
    public required SchoolClass Class { get; init; }

    public required GuidanceCampaign Campaign { get; init; }

    public required Level To { get; init; }
}

/// <summary>Whose campaigns, files and seats somebody works with; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Campaigns of the directorate of the hat.</summary>
    public static IQueryable<GuidanceCampaign> LedBy(this IQueryable<GuidanceCampaign> campaigns, CurrentUser user)
    {
        var place = user.PlaceId;
        return campaigns.Where(c => c.PlaceId == place);
    }

    /// <summary>Campaigns of the hat's directorate, or of the one the hat's school lies in, but for those withdrawn.</summary>
    public static IQueryable<GuidanceCampaign> Around(this IQueryable<GuidanceCampaign> campaigns, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        campaigns = campaigns.Where(c => c.Stage != GuidanceStage.Withdrawn);
        return user.Has(Permissions.Commission)
            ? campaigns.Where(c => c.PlaceId == place)
            : campaigns.Where(c => db.Places.Any(s => s.Id == place && db.Places.Any(m => m.Id == s.ParentId && m.ParentId == c.PlaceId)));
    }

    /// <summary>What a family has sent: a draft is its own.</summary>
    public static IQueryable<GuidanceFile> Sent(this IQueryable<GuidanceFile> files) => files.Where(f => f.State != GuidanceState.Draft);

    /// <summary>Files sent to the campaigns of the directorate of the hat.</summary>
    public static IQueryable<GuidanceFile> LedBy(this IQueryable<GuidanceFile> files, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return files.Sent().Where(f => db.GuidanceCampaigns.Any(c => c.Id == f.CampaignId && c.PlaceId == place));
    }

    /// <summary>The signed-in pupil, or the children of whom the signed-in guardian has custody: wishes are a matter of who raises the child.</summary>
    public static IQueryable<Pupil> GuidedBy(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        if (user.GuardianId is null)
        {
            var me = user.PupilId ?? 0;
            return pupils.Where(p => p.Id == me);
        }

        var links = db.Guardianships.InForceFor(user, today).Where(g => g.HasCustody);
        return pupils.Where(p => links.Any(g => g.PupilId == p.Id));
    }

    /// <summary>Pupils with the campaign of their directorate that takes them on from their level, once it is announced.</summary>
    public static IQueryable<Guided> InCampaign(this IQueryable<Pupil> pupils, MassarDb db) =>
        from p in pupils
        join e in db.Enrollments on p.Id equals e.PupilId
        where e.State == EnrollmentState.Active
        join level in db.Levels on e.LevelCode equals level.Code
        join school in db.Places on e.SchoolId equals school.Id
        join commune in db.Places on school.ParentId equals (int?)commune.Id
        join c in db.GuidanceCampaigns on new { Place = commune.ParentId, Year = e.SchoolYearId } equals new { Place = (int?)c.PlaceId, Year = c.SchoolYearId }
        join to in db.Levels on c.ToLevel equals to.Code
        where to.Order == level.Order + 1 && c.Stage != GuidanceStage.Preparing && c.Stage != GuidanceStage.Withdrawn
        select new Guided { Pupil = p, Enrollment = e, Campaign = c };

    /// <summary>Classes of the hat's school with the announced campaign of its directorate that takes them on from their level.</summary>
    public static IQueryable<GuidedClass> AdvisedBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db) =>
        from k in classes.OfMySchool(user)
        join level in db.Levels on k.LevelCode equals level.Code
        join school in db.Places on k.SchoolId equals school.Id
        join commune in db.Places on school.ParentId equals (int?)commune.Id
        join c in db.GuidanceCampaigns on new { Place = commune.ParentId, Year = k.SchoolYearId } equals new { Place = (int?)c.PlaceId, Year = c.SchoolYearId }
        join to in db.Levels on c.ToLevel equals to.Code
        where to.Order == level.Order + 1 && c.Stage != GuidanceStage.Preparing && c.Stage != GuidanceStage.Withdrawn
        select new GuidedClass { Class = k, Campaign = c, To = to };

    /// <summary>Results families may read: the database's clock alone says that the hour has come.</summary>
    public static IQueryable<GuidanceCampaign> Out(this IQueryable<GuidanceCampaign> campaigns) => campaigns.Where(c => c.PublishAt != null && c.PublishAt <= DateTime.UtcNow);
}
