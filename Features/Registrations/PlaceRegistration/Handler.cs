using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.PlaceRegistration;

public sealed record Query(long Id) : IQuery<ToPlace>;

public sealed record ToPlace(long Id, string Number, string ChildAr, string ChildLatin, IReadOnlyList<OpenSchool> Schools);

/// <summary>A primary school of the child's commune and the seats it has left.</summary>
public sealed record OpenSchool(int Id, string NameAr, string NameFr, int SeatsLeft);

public sealed record Command(long Id, int? School) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Residence residence, TimeProvider clock) : IQueryHandler<Query, ToPlace>, ICommandHandler<Command>
{
    public async Task<Outcome<ToPlace>> Handle(Query query, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().VisibleTo(user).SingleOrDefaultAsync(r => r.Id == query.Id && r.SchoolId == null, ct);
        if (request is null)
            return Refusal.NotFound;
        var year = request.SchoolYearId;
        var schools = await residence.Schools(request.PlacePath).OrderBy(s => s.Place.NameAr).Take(60)
            .Select(s => new OpenSchool(s.Id, s.Place.NameAr, s.Place.NameFr,
                s.FirstYearSeats - db.Enrollments.Count(e => e.SchoolId == s.Id && e.SchoolYearId == year && e.LevelCode == HintDesk.FirstLevel && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected))))
            .ToListAsync(ct);
        return new ToPlace(request.Id, request.Number, request.ChildAr, request.ChildLatin, schools);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var request = await db.Registrations.VisibleTo(user).Where(r => r.Id == command.Id && r.SchoolId == null).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        var path = await residence.Schools(request.PlacePath).Where(s => s.Id == command.School).Select(s => s.Place.Path).SingleOrDefaultAsync(ct);
        if (path is null)
            return Refusal.Invalid("School", "registrations.missing.choice");

        var answers = new Answers(request.Answers) { ["School"] = command.School!.Value.ToString(CultureInfo.InvariantCulture) };
        request.Write(answers);
        // The school given by the directorate counts as that of the residence.
        request.Choose(command.School, command.School, path);
        db.Note(request, "placed", clock.GetUtcNow().UtcDateTime, user);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
