using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ShowPupil;

/// <param name="On">The day whose guardians are wanted, as 2026-01-31; what is no day means today.</param>
public sealed record Query(long Pupil, string? On) : IQuery<PupilFile>;

/// <summary>Reading a file counts as reading one person.</summary>
/// <param name="On">The day for which guardians are said.</param>
/// <param name="IsHere">The pupil is enrolled below the place of the hat this year: telephones and addresses are for that school alone.</param>
/// <param name="TransferId">A transfer that is not at its end.</param>
/// <param name="OldFiles">Files of the same child that were merged into this one.</param>
public sealed record PupilFile(
    long Id, string MassarCode, string NameAr, string NameLatin, PupilIdentity Identity, DateOnly BirthDate, DateOnly On, bool IsHere, long? TransferId,
    IReadOnlyList<GuardianLine> Guardians, IReadOnlyList<YearLine> Years, IReadOnlyList<CorrectionLine> Corrections, IReadOnlyList<OldFile> OldFiles) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Phone">Null for a school where the pupil no longer is.</param>
/// <param name="IsInForce">On the day that was asked for.</param>
public sealed record GuardianLine(
    long Id, string NameAr, string NameLatin, GuardianQuality Quality, GuardianshipState State, bool HasCustody, DateOnly StartsOn, DateOnly? EndsOn, bool IsInForce, string? Phone, DateTime? PhoneConfirmedAt, string? AddressAr, string? Profession);

/// <param name="Since">When the merge took effect.</param>
public sealed record OldFile(long MergeId, string MassarCode, DateTime Since);

/// <param name="IsInScope">At a school at or below the place of the hat.</param>
public sealed record YearLine(
    int Year, string SchoolAr, string SchoolFr, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, string? ClassName, EnrollmentState State, EnrollmentKind Kind, DateOnly EnteredOn, DateOnly? LeftOn, bool IsInScope, bool IsCurrent);

public sealed record CorrectionLine(DateTime At, string? ByAr, string? ByLatin, ProofKind Proof, string ProofReference, DateOnly ProofOn, string Reason, IReadOnlyList<CorrectedField> Fields);

public sealed class Handler(MassarDb db, CurrentUser user, LookBook looks, TimeProvider clock) : IQueryHandler<Query, PupilFile>
{
    private const int MostCorrections = 20;

    public async Task<Outcome<PupilFile>> Handle(Query query, CancellationToken ct)
    {
        var (path, mine) = (user.PlacePath, db.Transfers.VisibleTo(user));
        var found = await db.Pupils.AsNoTracking().Living(db, query.Pupil).FiledBelow(user, db)
            .Select(p => new
            {
                Pupil = p,
                Transfer = mine.Where(t => t.LiveKey == p.Id).Select(t => (long?)t.Id).FirstOrDefault(),
                Old = db.PupilMerges.InForce().Where(m => m.KeptId == p.Id).Join(db.Pupils, m => m.OtherId, o => o.Id, (m, o) => new { m.Id, m.OtherId, o.MassarCode, m.DecidedAt }).ToList(),
            }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;

        var id = found.Pupil.Id;
        looks.Note(user, LookPurposes.File, [id]);
        long[] files = [id, .. found.Old.Select(o => o.OtherId)];
        var years = await (
            from e in db.Enrollments
            where files.Contains(e.PupilId)
            join year in db.SchoolYears on e.SchoolYearId equals year.Id
            join place in db.Places on e.SchoolId equals place.Id
            join level in db.Levels on e.LevelCode equals level.Code into levels
            from level in levels.DefaultIfEmpty()
            join stream in db.StudyStreams on e.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            join schoolClass in db.Classes on e.ClassId equals (int?)schoolClass.Id into classes
            from schoolClass in classes.DefaultIfEmpty()
            orderby e.SchoolYearId descending, e.EnteredOn descending, e.Id descending
            select new YearLine(
                e.SchoolYearId, place.NameAr, place.NameFr, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr, schoolClass.Name, e.State, e.Kind, e.EnteredOn, e.LeftOn,
                place.Path.StartsWith(path), year.IsCurrent)).AsNoTracking().ToListAsync(ct);
        var isHere = years.Exists(y => y is { IsCurrent: true, IsInScope: true, State: EnrollmentState.Active })
            || (years.Exists(y => y is { IsCurrent: true, IsInScope: true, State: EnrollmentState.Expected }) && !years.Exists(y => y is { IsCurrent: true, State: EnrollmentState.Active }));
        // Where a child is now is not for a school that the child has left.
        if (!isHere && years.Find(y => y.IsInScope) is { } last)
            years.RemoveAll(y => !y.IsInScope && (y.Year > last.Year || (y.Year == last.Year && y.EnteredOn >= last.EnteredOn)));

        var on = TypedDay.Read(query.On) ?? MoroccanDay.Today(clock);
        var links = await db.Guardianships.Where(g => g.PupilId == id && g.State != GuardianshipState.Claimed)
            .Join(db.Guardians, g => g.GuardianId, p => p.Id, (g, p) => new { Link = g, Person = p }).AsNoTracking().OrderBy(g => g.Link.Quality).ThenBy(g => g.Link.GuardianId).ToListAsync(ct);
        var corrections = await (
            from c in db.PupilCorrections
            where files.Contains(c.PupilId)
            join a in db.Accounts on c.AccountId equals a.Id into accounts
            from a in accounts.DefaultIfEmpty()
            orderby c.At descending, c.Id descending
            select new { c.At, a.NameAr, a.NameLatin, c.Proof, c.ProofReference, c.ProofOn, c.Reason, c.Changes }).AsNoTracking().Take(MostCorrections).ToListAsync(ct);

        var pupil = found.Pupil;
        return new PupilFile(
            pupil.Id, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin, PupilIdentity.Of(pupil), pupil.BirthDate, on, isHere, found.Transfer,
            [.. links.Select(l => new GuardianLine(
                l.Person.Id, l.Person.FullNameAr, l.Person.FullNameLatin, l.Link.Quality, l.Link.State, l.Link.HasCustody, l.Link.StartsOn, l.Link.EndsOn,
                l.Link.StartsOn <= on && (l.Link.EndsOn is null ? l.Link.State != GuardianshipState.Ended : l.Link.EndsOn >= on),
                isHere && l.Person.Phone is { } phone ? Formats.Phone(phone) : null, isHere ? l.Person.PhoneConfirmedAt : null, isHere ? l.Person.AddressAr : null, isHere ? l.Person.Profession : null))],
            years,
            [.. corrections.Select(c => new CorrectionLine(c.At, c.NameAr, c.NameLatin, c.Proof, c.ProofReference, c.ProofOn, c.Reason, PupilCorrection.Read(c.Changes)))],
            [.. found.Old.OrderBy(o => o.Id).Select(o => new OldFile(o.Id, o.MassarCode, o.DecidedAt!.Value))]);
    }
}
