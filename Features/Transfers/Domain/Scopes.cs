using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Transfers.Domain;

/// <summary>Which transfers somebody may see and act on; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>To or from the school of the hat, or to or from the schools of the directorate where it is worn.</summary>
    public static IQueryable<Transfer> VisibleTo(this IQueryable<Transfer> transfers, CurrentUser user)
    {
        var place = user.PlaceId;
        return user.Has(Permissions.Decide)
            ? transfers.Where(t => t.FromDirectorateId == place || t.ToDirectorateId == place)
            : transfers.Where(t => t.FromSchoolId == place || t.ToSchoolId == place);
    }

    /// <summary>Those the school of the hat answers for as the sending one.</summary>
    public static IQueryable<Transfer> SentBy(this IQueryable<Transfer> transfers, CurrentUser user)
    {
        var place = user.PlaceId;
        return transfers.Where(t => t.FromSchoolId == place);
    }

    /// <summary>Those on the way to the school of the hat.</summary>
    public static IQueryable<Transfer> ComingTo(this IQueryable<Transfer> transfers, CurrentUser user)
    {
        var place = user.PlaceId;
        return transfers.Where(t => t.ToSchoolId == place);
    }

    /// <summary>Those on which this directorate decides: of its own sending schools.</summary>
    public static IQueryable<Transfer> DecidedBy(this IQueryable<Transfer> transfers, CurrentUser user)
    {
        var place = user.PlaceId;
        return transfers.Where(t => t.FromDirectorateId == place);
    }

    /// <summary>Those this person, or this person's school, asked for: they alone take them back.</summary>
    public static IQueryable<Transfer> AskedFor(this IQueryable<Transfer> transfers, CurrentUser user, MassarDb db, DateOnly today)
    {
        var (place, account) = (user.PlaceId, user.AccountId);
        if (!user.Has(Permissions.Request))
            return transfers.Where(t => (t.AskedBy == TransferOrigin.Receiver && t.ToSchoolId == place) || (t.AskedBy == TransferOrigin.Sender && t.FromSchoolId == place));
        return transfers.OfFamily(user, db, today).Where(t => t.AskedBy == TransferOrigin.Guardian && t.AskedByAccountId == account);
    }

    /// <summary>Those of the signed-in guardian's children, while all rights over them last.</summary>
    public static IQueryable<Transfer> OfFamily(this IQueryable<Transfer> transfers, CurrentUser user, MassarDb db, DateOnly today)
    {
        var links = db.Guardianships.InForceFor(user, today);
        return transfers.Where(t => links.Any(g => g.PupilId == t.PupilId));
    }

    /// <summary>Those that let a school read what a pupil did before.</summary>
    public static IQueryable<Transfer> OpeningTheRecordTo(this IQueryable<Transfer> transfers, int school)
    {
        var states = TransferStates.OpeningRecord;
        return transfers.Where(t => t.ToSchoolId == school && states.Contains(t.State));
    }

    /// <summary>Children a guardian may move: all rights over them, and custody; a parent without it reads marks and signs for nothing.</summary>
    public static IQueryable<Pupil> MovableBy(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        var links = db.Guardianships.InForceFor(user, today).Where(g => g.HasCustody);
        return pupils.Where(p => links.Any(g => g.PupilId == p.Id));
    }
}
