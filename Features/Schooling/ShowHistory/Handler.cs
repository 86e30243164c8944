using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schooling.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schooling.ShowHistory;

/// <param name="Pupil">Null for the first child there is.</param>
public sealed record Query(long? Pupil) : IQuery<History>;

/// <param name="Shown">Null where there is nobody, or only a pupil not yet of age.</param>
/// <param name="Others">The guardian's other children.</param>
public sealed record History(SchoolingYears? Shown, IReadOnlyList<Child> Others) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Child(long Id, string NameAr, string NameLatin);

public sealed class Handler(MassarDb db, SchoolingDesk desk, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, History>
{
    private const int MostChildren = 30;

    public async Task<Outcome<History>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (query.Pupil is { } asked)
            return await desk.Of(db.Pupils.Living(db, asked).WithYearsFor(user, db, today), MarkAudiences.Of(user), ct) is { } one ? new History(Discreet(one), []) : Refusal.NotFound;

        var mine = await db.Pupils.WithYearsFor(user, db, today).Where(p => !db.PupilMerges.Any(m => m.LiveKey == p.Id && m.State == MergeState.Done)).OrderBy(p => p.BirthDate).ThenBy(p => p.Id)
            .Select(p => new Child(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin)).AsNoTracking().Take(MostChildren).ToListAsync(ct);
        if (mine.Count != 1)
            return new History(null, mine);
        var id = mine[0].Id;
        return new History(await desk.Of(db.Pupils.Where(p => p.Id == id), MarkAudiences.Of(user), ct) is { } years ? Discreet(years) : null, []);
    }

    // As on the paper: a family does not read there how a child was lost.
    private static SchoolingYears Discreet(SchoolingYears years) => years with { Lines = [.. years.Lines.Select(l => l.State is EnrollmentState.Deceased or EnrollmentState.FoundElsewhere ? l with { State = EnrollmentState.Left } : l)] };
}
