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

    /// <summary>One announcement per school and hour, whatever the number of sheets; another of the same hour for those who waited longer.</summary>
    public static string Key(int schoolId, DateTime at, bool isLater = false) => string.Create(CultureInfo.InvariantCulture, $"announce-marks/{schoolId}/{at:yyyyMMddHHmm}{(isLater ? "/later" : "")}");

    public static string PayloadOf(int schoolId, DateTime at, bool isLater = false) => JsonSerializer.Serialize(new Payload(schoolId, at, isLater));

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var (schoolId, hour, isLater) = JsonSerializer.Deserialize<Payload>(item.Payload)!;
        await unit.Run("Marks.AnnounceMarks", async token =>
        {
            // By the database's clock, as readers see it; sheets moved to another hour have an announcement of their own.
            var sheets = isLater
                ? await db.Assessments.Where(a => a.SchoolId == schoolId && a.State >= AssessmentState.Scheduled && a.LaterAt == hour && a.LaterAt <= DateTime.UtcNow).ToListAsync(token)
                : await db.Assessments.Where(a => a.SchoolId == schoolId && a.State == AssessmentState.Scheduled && a.PublishAt == hour && a.PublishAt <= DateTime.UtcNow).ToListAsync(token);
            if (sheets.Count == 0) return;
            if (!isLater) sheets.ForEach(s => s.State = AssessmentState.Published);
            var (forPupils, forGuardians) = (await Of(sheets, MarkAudience.Pupils, isLater, token), await Of(sheets, MarkAudience.Guardians, isLater, token));
            // Each is told once, whatever the number of sheets.
            (MarkAudience Audience, List<long> Pupils)[] told = [(MarkAudience.All, [.. forPupils.Intersect(forGuardians)]), (MarkAudience.Pupils, [.. forPupils.Except(forGuardians)]), (MarkAudience.Guardians, [.. forGuardians.Except(forPupils)])];
            foreach (var (audience, pupils) in told)
                if (pupils.Count > 0) await facts.Tell(new MarksPublished(schoolId, hour, pupils, audience), token);
            await db.SaveChangesAsync(token);
        }, ct);
    }

    // The pupils of the sheets that this kind of reader has from that hour on.
    private async Task<List<long>> Of(List<Assessment> sheets, MarkAudience reader, bool isLater, CancellationToken ct)
    {
        var classes = sheets.Where(s => isLater == (s.LaterFor == reader)).Select(s => s.ClassId).Distinct().ToList();
        return classes.Count == 0 ? [] : await db.Enrollments.Where(e => e.ClassId != null && classes.Contains(e.ClassId.Value) && e.State == EnrollmentState.Active)
            .Select(e => e.PupilId).Distinct().ToListAsync(ct);
    }

    private sealed record Payload(int SchoolId, DateTime At, bool IsLater = false);
}
