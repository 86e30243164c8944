using System.Globalization;
using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>
/// At the hour: notes that the sheets of a school are published and tells families, once. Nothing becomes visible by it – rows carry
/// their hour – so a late or a second run harms nobody.
/// </summary>
public sealed class Announcement(MassarDb db, UnitOfWork unit, Facts facts) : IWork
{
    public static string Kind => "announce-marks";

    /// <summary>One announcement per school and hour, whatever the number of sheets.</summary>
    public static string Key(int schoolId, DateTime at) => string.Create(CultureInfo.InvariantCulture, $"announce-marks/{schoolId}/{at:yyyyMMddHHmm}");

    public static string PayloadOf(int schoolId, DateTime at) => JsonSerializer.Serialize(new Payload(schoolId, at));

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var (schoolId, hour) = JsonSerializer.Deserialize<Payload>(item.Payload)!;
        await unit.Run("Marks.AnnounceMarks", async token =>
        {
            // By the database's clock, as readers see it; sheets moved to another hour have an announcement of their own.
            var sheets = await db.Assessments.Where(a => a.SchoolId == schoolId && a.State == AssessmentState.Scheduled && a.PublishAt == hour && a.PublishAt <= DateTime.UtcNow).ToListAsync(token);
            if (sheets.Count == 0) return;
            sheets.ForEach(s => s.State = AssessmentState.Published);
            var classes = sheets.Select(s => s.ClassId).Distinct().ToList();
            var pupils = await db.Enrollments.Where(e => e.ClassId != null && classes.Contains(e.ClassId.Value) && e.State == EnrollmentState.Active)
                .Select(e => e.PupilId).Distinct().ToListAsync(token);
            await facts.Tell(new MarksPublished(schoolId, hour, pupils), token);
            await db.SaveChangesAsync(token);
        }, ct);
    }

    private sealed record Payload(int SchoolId, DateTime At);
}
