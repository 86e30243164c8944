using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.RequestCertificate;

public sealed record Query(string? Pupil) : IQuery<Choice>;

public sealed record Child(long Id, string NameAr, string NameLatin, string? ClassName, string? SchoolAr, string? SchoolFr);

/// <param name="Picked">The child chosen on the page before.</param>
/// <param name="TellsGuardian">The asker is a minor pupil.</param>
public sealed record Choice(IReadOnlyList<Child> Children, string? Picked, bool TellsGuardian);

public sealed record Command(string? Pupil, string? Purpose) : ICommand<Asked>;

/// <summary>The request and what became of it: its certificate, or what must be mended first.</summary>
public sealed record Asked(long Id, CertificateState State, long? DocumentId, IReadOnlyList<CertificateProblem> Problems);

public sealed class Handler(MassarDb db, CurrentUser user, CertificateDesk desk, TimeProvider clock) : IQueryHandler<Query, Choice>, ICommandHandler<Command, Asked>
{
    public async Task<Outcome<Choice>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var rows = await (
                from pupil in db.Pupils.AskableBy(user, db, today)
                join enrollment in db.Enrollments.Where(e => e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on pupil.Id equals enrollment.PupilId into enrollments
                from enrollment in enrollments.DefaultIfEmpty()
                join place in db.Places on enrollment.SchoolId equals place.Id into places
                from place in places.DefaultIfEmpty()
                join schoolClass in db.Classes on enrollment.ClassId equals schoolClass.Id into classes
                from schoolClass in classes.DefaultIfEmpty()
                orderby pupil.BirthDate, pupil.Id
                select new { pupil.BirthDate, Child = new Child(pupil.Id, pupil.LastNameAr + " " + pupil.FirstNameAr, pupil.LastNameLatin + " " + pupil.FirstNameLatin, schoolClass.Name, place.NameAr, place.NameFr) })
            .Take(30).ToListAsync(ct);
        var picked = rows.Count == 1 ? rows[0].Child.Id.ToString(CultureInfo.InvariantCulture) : query.Pupil;
        return new Choice([.. rows.Select(r => r.Child)], picked, user.Role == Roles.Pupil && rows.Exists(r => Majority.IsMinor(r.BirthDate, today)));
    }

    public async Task<Outcome<Asked>> Handle(Command command, CancellationToken ct)
    {
        var pupil = command.Pupil is { Length: > 0 } typed ? long.Parse(typed, CultureInfo.InvariantCulture) : user.PupilId ?? 0;
        if (await CertificateDesk.Take(db.Pupils.AskableBy(user, db, MoroccanDay.Today(clock)), pupil, ct) == 0) return Refusal.NotFound;

        var outcome = await desk.Ask(pupil, Enum.Parse<CertificatePurpose>(command.Purpose!), user.AccountId, seenAtOnce: true, ct);
        if (outcome.IsRefused) return outcome.Refusal!;

        var request = outcome.Value;
        return new Asked(request.Id, request.State, request.DocumentId, request.Obstacles());
    }
}
