using Massar.Features.Attendance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ListMyChildren;

public sealed record Query : IQuery<Family>;

public sealed record Family(IReadOnlyList<Child> Children);

/// <param name="HalfDays">All half-days of absence this year.</param>
/// <param name="Unexplained">Those nobody gave a reason for.</param>
public sealed record Child(long Id, string NameAr, string NameLatin, int HalfDays, int Unexplained);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Family>
{
    public async Task<Outcome<Family>> Handle(Query request, CancellationToken cancellationToken)
    {
        var absences = db.Absences.Where(a => a.State != AbsenceState.Cancelled && db.SchoolYears.Any(y => y.Id == a.SchoolYearId && y.IsCurrent));
        var rows = await (
            from g in db.Guardianships.InForceFor(user, MoroccanDay.Today(clock))
            join p in db.Pupils on g.PupilId equals p.Id
            orderby p.BirthDate, p.Id
            select new
            {
                p.Id,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                HalfDays = absences.Count(a => a.PupilId == p.Id),
                Unexplained = absences.Count(a => a.PupilId == p.Id && a.State == AbsenceState.Noted),
            }).AsNoTracking().Take(30).ToListAsync(cancellationToken);
        return new Family([.. rows.Select(r => new Child(r.Id, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.HalfDays, r.Unexplained))]);
    }
}
