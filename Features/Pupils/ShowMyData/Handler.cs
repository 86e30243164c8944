using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ShowMyData;

/// <param name="Pupil">Null for the first one there is.</param>
public sealed record Query(long? Pupil) : IQuery<MyData>;

/// <param name="Shown">Null where there is no child.</param>
/// <param name="Others">The guardian's other children.</param>
public sealed record MyData(Person? Shown, PupilIdentity? Identity, IReadOnlyList<Person> Others, IReadOnlyList<ReportLine> Reports);

public sealed record Person(long Id, string MassarCode, string NameAr, string NameLatin);

/// <param name="Why">Why the file stays as it is.</param>
/// <param name="PassedOn">The day on which a report without an answer went up to the directorate.</param>
public sealed record ReportLine(string Field, string? Said, string Wanted, DateTime ReportedAt, ReportState State, DateTime? SettledAt, string? Why, DateOnly? PassedOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyData>
{
    private const int MostChildren = 30;
    private const int MostReports = 30;

    public async Task<Outcome<MyData>> Handle(Query query, CancellationToken ct)
    {
        var mine = await db.Pupils.OwnOf(user, db, MoroccanDay.Today(clock)).OrderBy(p => p.BirthDate).ThenBy(p => p.Id).Take(MostChildren).AsNoTracking().ToListAsync(ct);
        var shown = query.Pupil is { } asked ? mine.Find(p => p.Id == asked) : mine.FirstOrDefault();
        if (shown is null)
            return query.Pupil is null ? new MyData(null, null, [], []) : Refusal.NotFound;
        var id = shown.Id;
        var reports = await db.DatumReports.Where(r => r.PupilId == id).OrderByDescending(r => r.Id).Take(MostReports)
            .Select(r => new ReportLine(r.Field, r.Said, r.Wanted, r.ReportedAt, r.State, r.SettledAt, r.Why,
                r.State != ReportState.Open ? null : db.Escalations.Where(e => e.Kind == ReportWaits.Code && e.CaseId == r.Id && e.SchoolId == r.SchoolId).Select(e => (DateOnly?)e.PassedOn).FirstOrDefault())).AsNoTracking().ToListAsync(ct);
        return new MyData(Of(shown), PupilIdentity.Of(shown), [.. mine.Where(p => p != shown).Select(Of)], reports);
    }

    private static Person Of(Pupil pupil) => new(pupil.Id, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin);
}
