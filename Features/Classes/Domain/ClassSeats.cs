using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.Domain;

/// <summary>Puts a pupil into another class from a day on; where the pupil sat before stays readable.</summary>
public static class ClassSeats
{
    /// <summary>Not before the pupil came, and not in days to come: lists and calls are of today.</summary>
    public static (DateOnly Earliest, DateOnly Latest) Days(Enrollment enrollment, DateOnly today) => (enrollment.EnteredOn, today < enrollment.EnteredOn ? enrollment.EnteredOn : today);

    /// <summary>Moves the pupil, at the end of the list of the class; the pupil's stream becomes that of the class. The caller holds the class's row and saves.</summary>
    /// <param name="day">First day in the new class.</param>
    /// <param name="by">The account that does it.</param>
    public static async Task<Refusal?> Seat(this MassarDb db, Enrollment enrollment, SchoolClass to, DateOnly day, string? reason, long by, DateTime now, CancellationToken ct)
    {
        if (to.Id == enrollment.ClassId) return Refusal.Invalid("Class", "classes.move.same");
        var (earliest, latest) = Days(enrollment, MoroccanDay.Of(now));
        if (day < earliest || day > latest) return Refusal.Invalid("Day", "classes.move.day", Formats.ShortDate(earliest), Formats.ShortDate(latest));
        var (id, target) = (enrollment.Id, to.Id);
        if (await db.ClassMoves.AnyAsync(m => m.EnrollmentId == id && m.StartsOn > day, ct)) return Refusal.Invalid("Day", "classes.move.before-last");

        var last = await db.Enrollments.Where(e => e.ClassId == target).MaxAsync(e => (int?)e.OrderInClass, ct) ?? 0;
        db.ClassMoves.Add(new ClassMove
        {
            SchoolId = enrollment.SchoolId,
            EnrollmentId = enrollment.Id,
            PupilId = enrollment.PupilId,
            FromClassId = enrollment.ClassId,
            ToClassId = to.Id,
            StartsOn = day,
            Reason = reason,
            ByAccountId = by,
            At = now,
        });
        (enrollment.ClassId, enrollment.OrderInClass, enrollment.StreamCode) = (to.Id, last + 1, to.StreamCode);
        return null;
    }
}
