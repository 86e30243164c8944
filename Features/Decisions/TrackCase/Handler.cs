using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.TrackCase;

/// <param name="Number">As typed; null opens the empty form.</param>
/// <param name="Year">Of birth, as typed.</param>
/// <param name="Network">From where, to slow guessing down.</param>
public sealed record Query(string? Number, string? Year, string Network) : IQuery<Tracking>;

/// <param name="Number">As typed, to be corrected.</param>
/// <param name="IsUnknown">No case of this number and this year: which of the two is wrong is not told.</param>
public sealed record Tracking(string? Number, bool IsUnknown, TrackedCase? Case);

/// <summary>All that is told of a case.</summary>
/// <param name="State">Text key.</param>
/// <param name="OfficeAr">Where it is; null where it waits nowhere.</param>
/// <param name="ExpectedOn">By what is usual for the procedure in those offices; null where it waits for nothing, or too little is known.</param>
public sealed record TrackedCase(string State, string? OfficeAr, string? OfficeFr, DateOnly? ExpectedOn);

public sealed class Handler(MassarDb db, TrackingNumbers numbers, TrackingLimits limits, ProcedureBook book, OfficeHabits habits, TimeProvider clock) : IQueryHandler<Query, Tracking>
{
    /// <summary>Fewer corrected files than this say nothing of how long one takes.</summary>
    private const int LeastHistory = 5;

    public async Task<Outcome<Tracking>> Handle(Query query, CancellationToken ct)
    {
        if (query.Number is null) return new Tracking(null, false, null);

        var number = TrackingNumbers.Canonical(query.Number);
        if (limits.Spent(query.Network, number) is { } wait) return Refusal.TooMany(wait, "decisions.tracking.wait");

        // A number that was never given costs the same question as one of somebody else: the answer's time tells nothing.
        var (kind, id) = numbers.Read(query.Number) ?? (CaseKind.Decision, 0);
        var year = int.TryParse(Digits.ToLatin(query.Year ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        if ((kind == CaseKind.Decision ? await Decision(id, year, ct) : await Paper(id, year, ct)) is { } found) return new Tracking(query.Number, false, found);

        limits.Spend(query.Network, number);
        return new Tracking(query.Number.Length <= 60 ? query.Number : query.Number[..60], true, null);
    }

    private async Task<TrackedCase?> Decision(long id, int year, CancellationToken ct)
    {
        // A draft is nobody's right yet.
        var decision = await (
            from d in db.Decisions.AsNoTracking()
            join e in db.Employees on d.EmployeeId equals e.Id
            where d.Id == id && d.ErasedAt == null && e.BirthDate.Year == year && d.Visas.Any(v => v.Act == DecisionAct.Sent)
            select d).SingleOrDefaultAsync(ct);
        if (decision is null) return null;

        var state = decision is { State: DecisionState.Withdrawn, Number: not null } ? "decisions.state.TakenBack" : $"decisions.state.{decision.State}";
        var procedure = await book.Of(db, decision.ProcedureId, ct);
        var open = procedure.OpenAt(decision);
        if (open.Count == 0 && decision.State is not DecisionState.Returned) return new TrackedCase(state, null, null, null);

        var chain = DecisionReader.Path(decision.PlacePath);
        List<PlaceKind> kinds = open.Count == 0 ? [PlaceKind.Directorate] : [.. open.Select(s => s.OfficeKind).Distinct()];
        var places = await db.Places.Where(p => chain.Contains(p.Id) && kinds.Contains(p.Kind)).Select(p => new { p.Kind, p.NameAr, p.NameFr }).ToListAsync(ct);
        if (open.Count == 0) return places is [var office, ..] ? new TrackedCase(state, office.NameAr, office.NameFr, null) : new TrackedCase(state, null, null, null);
        return new TrackedCase(
            state, string.Join("، ", open.Select(s => places.Find(p => p.Kind == s.OfficeKind) is { } place ? $"{s.NameAr} – {place.NameAr}" : s.NameAr)), string.Join(", ", open.Select(s => places.Find(p => p.Kind == s.OfficeKind) is { } place ? $"{s.NameFr} – {place.NameFr}" : s.NameFr)),
            Waiting.ExpectedOn(decision, procedure, await habits.Of(procedure, decision.PlacePath, ct), MoroccanDay.Today(clock)));
    }

    private async Task<TrackedCase?> Paper(long id, int year, CancellationToken ct)
    {
        var found = await (
            from p in db.StaffPapers.AsNoTracking()
            join e in db.Employees on p.EmployeeId equals e.Id
            where p.Id == id && e.BirthDate.Year == year
            join office in db.Places on p.PlaceId equals office.Id
            select new { Paper = p, office.NameAr, office.NameFr }).SingleOrDefaultAsync(ct);
        if (found is null) return null;

        var (paper, state) = (found.Paper, $"staff-papers.state.{found.Paper.State}");
        if (paper.State != StaffPaperState.Blocked) return new TrackedCase(state, null, null, null);
        var (today, since) = (MoroccanDay.Today(clock), clock.GetUtcNow().UtcDateTime.AddYears(-1));
        var waited = await db.StaffPapers.Where(p => p.State == StaffPaperState.Issued && p.PlacePath == paper.PlacePath && p.AskedAt >= since && p.WaitedDays != null)
            .GroupBy(p => p.WaitedDays!.Value).Select(g => new { Days = g.Key, Count = g.Count() }).ToListAsync(ct);
        DateOnly? expected = waited.Sum(w => w.Count) < LeastHistory ? null : paper.AskedOn.AddDays(OfficeHabits.Median(waited.Select(w => (w.Days, w.Count))));
        return new TrackedCase(state, found.NameAr, found.NameFr, expected < today ? today : expected);
    }
}
