using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.Domain;

/// <summary>A seat with the names that pages about it need.</summary>
public sealed record SeatView(
    long Id, int Version, long Employee, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, SeatState State, string? Reason, DateTime? AskedAt, string? Answer, DateTime? AnsweredAt, int? PresentDays, bool IsEarned, bool HasAttestation);

/// <param name="OfficePath">Who holds the session.</param>
public sealed record FoundSeat(SessionHead Head, SeatView Seat, string OfficePath);

/// <summary>Reads seats with their sessions.</summary>
public static class SeatReading
{
    /// <summary>The one seat of a scope, in one statement; null for none.</summary>
    public static async Task<FoundSeat?> SeatOf(this MassarDb db, IQueryable<TrainingSeat> seats, CancellationToken ct)
    {
        var row = await (
            from t in seats
            join s in db.TrainingSessions on t.SessionId equals s.Id
            join office in db.Places on s.PlaceId equals office.Id
            join e in db.Employees on t.EmployeeId equals e.Id
            join place in db.Places on t.PlaceId equals place.Id
            select new
            {
                Session = s,
                Seat = t,
                Employee = e,
                OfficeAr = office.NameAr,
                OfficeFr = office.NameFr,
                PlaceAr = place.NameAr,
                PlaceFr = place.NameFr,
                Days = db.TrainingDays.Where(d => d.SessionId == s.Id).OrderBy(d => d.Day).Select(d => d.Day).ToList(),
            }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(ct);
        if (row is null)
            return null;
        var (s0, t0, e0) = (row.Session, row.Seat, row.Employee);
        return new FoundSeat(
            new SessionHead(s0.Id, s0.Version, s0.State, s0.ThemeAr, s0.ThemeFr, row.Days, s0.FromMinute, s0.ToMinute, s0.Venue, s0.Trainer, row.OfficeAr, row.OfficeFr, s0.State is TrainingState.Cancelled ? s0.Report : null),
            new SeatView(t0.Id, t0.Version, t0.EmployeeId, e0.FullNameAr, e0.FullNameLatin, e0.Ppr, row.PlaceAr, row.PlaceFr, t0.State, t0.Reason, t0.AskedAt, t0.Answer, t0.AnsweredAt, t0.PresentDays, t0.IsEarned, t0.AttestationId is not null),
            s0.PlacePath);
    }
}
