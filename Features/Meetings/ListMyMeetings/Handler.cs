using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.ListMyMeetings;

public sealed record Query : IQuery<Mine>;

/// <param name="IsFamily">A guardian's page; else a teacher's.</param>
/// <param name="Children">The guardian's, to ask for a meeting about.</param>
/// <param name="Coming">Soonest first.</param>
/// <param name="Past">Those whose time is over or that were called off, newest first.</param>
public sealed record Mine(bool IsFamily, IReadOnlyList<Child> Children, IReadOnlyList<MeetingLine> Coming, IReadOnlyList<MeetingLine> Past) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsFamily ? 0 : Coming.Concat(Past).Select(m => m.PupilId).Distinct().Count();
}

public sealed record Child(long Id, string NameAr, string NameLatin);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int MostComing = 100;
    private const int MostPast = 20;
    private const int MostChildren = 30;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var (today, isFamily) = (MoroccanDay.Today(clock), user.Has(Permissions.Ask));
        var own = db.Meetings.OwnOf(user, db, today);
        var coming = await own.Where(m => m.State == MeetingState.Booked && m.Day >= today).Named(db).OrderBy(m => m.Day).ThenBy(m => m.Minute).Take(MostComing).AsNoTracking().ToListAsync(ct);
        var past = await own.Where(m => m.State != MeetingState.Booked || m.Day < today).Named(db).OrderByDescending(m => m.Day).ThenByDescending(m => m.Minute).Take(MostPast).AsNoTracking().ToListAsync(ct);
        var children = !isFamily ? [] : await db.Guardianships.InForceFor(user, today)
            .Join(db.Pupils, g => g.PupilId, p => p.Id, (g, p) => p).OrderBy(p => p.BirthDate).ThenBy(p => p.Id)
            .Select(p => new Child(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin)).Take(MostChildren).AsNoTracking().ToListAsync(ct);
        return new Mine(isFamily, children, coming, past);
    }
}
