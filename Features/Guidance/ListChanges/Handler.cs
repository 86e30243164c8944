using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListChanges;

public sealed record Query : IQuery<Mine>;

public sealed record Mine(IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="OpensOn">Null where the directorate has planned no session.</param>
/// <param name="State">Of this year's newest request; null where there is none.</param>
public sealed record Line(long Pupil, string NameAr, string NameLatin, string StreamAr, string StreamFr, DateOnly? OpensOn, DateOnly? ClosesOn, ReorientationState? State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int Most = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var lines = await (
            from c in db.Pupils.AskedForBy(user, db, MoroccanDay.Today(clock)).InStream(db)
            join stream in db.StudyStreams on c.Enrollment.StreamCode equals stream.Code
            orderby c.Pupil.BirthDate, c.Pupil.Id
            select new Line(c.Pupil.Id, c.Pupil.LastNameAr + " " + c.Pupil.FirstNameAr, c.Pupil.LastNameLatin + " " + c.Pupil.FirstNameLatin, stream.NameAr, stream.NameFr, (DateOnly?)c.Window!.OpensOn, (DateOnly?)c.Window!.ClosesOn,
                db.Reorientations.Where(r => r.PupilId == c.Pupil.Id && r.WindowId == c.Window!.Id).OrderByDescending(r => r.AskedAt).Select(r => (ReorientationState?)r.State).FirstOrDefault())).AsNoTracking().Take(Most).ToListAsync(ct);
        return new Mine(lines);
    }
}
