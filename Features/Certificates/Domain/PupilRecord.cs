using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.Domain;

/// <summary>Everything about a pupil that a certificate says or its check looks at, as it is today.</summary>
public sealed record PupilRecord(
    long PupilId, string MassarCode, string FirstNameAr, string LastNameAr, string FirstNameLatin, string LastNameLatin, Sex Sex, DateOnly BirthDate,
    string BirthPlaceAr, string? BirthPlaceLatin,
    bool IsEnrolled, int SchoolYearId, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, string? ClassName,
    int SchoolId, string GresaCode, string SchoolAr, string SchoolFr, string SchoolPath, string? HeadNameAr, string? HeadNameLatin)
{
    public string NameAr => $"{LastNameAr} {FirstNameAr}";

    public string NameLatin => $"{LastNameLatin.ToUpperInvariant()} {FirstNameLatin}";
}

public static class PupilRecords
{
    /// <summary>The pupil with the enrollment of the current year, or the last there was; null when the pupil was never enrolled.</summary>
    public static Task<PupilRecord?> RecordOf(this MassarDb db, long pupilId, DateOnly today, CancellationToken ct) => (
            from pupil in db.Pupils
            join enrollment in db.Enrollments on pupil.Id equals enrollment.PupilId
            join year in db.SchoolYears on enrollment.SchoolYearId equals year.Id
            join school in db.Schools on enrollment.SchoolId equals school.Id
            join place in db.Places on school.Id equals place.Id
            join level in db.Levels on enrollment.LevelCode equals level.Code into levels
            from level in levels.DefaultIfEmpty()
            join stream in db.StudyStreams on enrollment.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            join schoolClass in db.Classes on enrollment.ClassId equals schoolClass.Id into classes
            from schoolClass in classes.DefaultIfEmpty()
            where pupil.Id == pupilId
            orderby year.IsCurrent && enrollment.State == EnrollmentState.Active descending, enrollment.SchoolYearId descending, enrollment.Id descending
            select new PupilRecord(
                pupil.Id, pupil.MassarCode, pupil.FirstNameAr, pupil.LastNameAr, pupil.FirstNameLatin, pupil.LastNameLatin, pupil.Sex, pupil.BirthDate,
                pupil.BirthPlaceAr, pupil.BirthPlaceLatin,
                year.IsCurrent && enrollment.State == EnrollmentState.Active, year.Id, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr, schoolClass.Name,
                school.Id, school.GresaCode, place.NameAr, place.NameFr, place.Path,
                (from hat in db.Hats.LiveOn(today).OfOffice(db, today)
                 join account in db.Accounts on hat.AccountId equals account.Id
                 where hat.PlaceId == school.Id && hat.Role == Roles.Head
                 orderby hat.Id
                 select account.NameAr).FirstOrDefault(),
                (from hat in db.Hats.LiveOn(today).OfOffice(db, today)
                 join account in db.Accounts on hat.AccountId equals account.Id
                 where hat.PlaceId == school.Id && hat.Role == Roles.Head
                 orderby hat.Id
                 select account.NameLatin).FirstOrDefault()))
        .FirstOrDefaultAsync(ct);
}
