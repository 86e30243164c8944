using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Features.Messages.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Portal.Domain;

/// <summary>What the newest thing about a child is. The order decides between two of one moment.</summary>
public enum NewsKind
{
    /// <summary>Nothing yet this year.</summary>
    None,
    Homework,
    Marks,
    Card,
    Absence,
    Message,

    /// <summary>A meeting of today or tomorrow: it comes before anything that is newer.</summary>
    Meeting,
}

/// <summary>One child with the newest fact: which kind of thing, and its day. What it says is read where it stands.</summary>
/// <param name="ClassName">Null for a child who sits in no class this year.</param>
/// <param name="On">Null for <see cref="NewsKind.None"/>.</param>
public sealed record ChildLine(long Id, string NameAr, string NameLatin, string? ClassName, string? SchoolAr, string? SchoolFr, NewsKind Kind, DateOnly? On)
{
    /// <summary>Where the fact stands.</summary>
    public string Address => Kind switch
    {
        NewsKind.Homework => TextBooks.Links.Child(Id),
        NewsKind.Card => ReportCards.Links.Mine,
        NewsKind.Absence => Attendance.Links.Child(Id),
        NewsKind.Message => Messages.Links.Mine,
        NewsKind.Meeting => Meetings.Links.Child(Id),
        _ => Marks.Links.Child(Id),
    };
}

/// <summary>All children of a guardian, whatever school they are at, each with the newest fact the guardian may know; one statement however many they are.</summary>
public static class ChildNews
{
    private const int Most = 30;

    /// <summary>
    /// A guardian whose rights were restricted reads of marks and cards alone (acceptance check AC-WAL-6). Marks and cards count from their hour by
    /// the database's clock, so nothing is said before it (guarantee G6). A file that was merged into another has its news there.
    /// </summary>
    public static async Task<IReadOnlyList<ChildLine>> Of(MassarDb db, CurrentUser user, DateOnly today, CancellationToken ct)
    {
        var (guardian, tomorrow) = (user.GuardianId ?? 0, today.AddDays(1));
        var rows = await (
            from child in db.ChildrenOf(user, today)
            let p = child.Pupil
            where !db.PupilMerges.Any(m => m.LiveKey == p.Id && m.State == MergeState.Done)
            select new
            {
                p.Id,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                child.ClassName,
                child.SchoolAr,
                child.SchoolFr,
                IsFull = child.Right == GuardianshipState.Active,
                IsDead = db.Enrollments.Any(o => o.PupilId == p.Id && o.State == EnrollmentState.Deceased),
                Marks = db.PublishedResults.Where(r => r.PupilId == p.Id && r.PublishAt <= DateTime.UtcNow && r.Audience != MarkAudience.Pupils).Max(r => (DateTime?)r.PublishAt),
                Card = (from card in db.ReportCards
                        where card.PupilId == p.Id
                        join d in db.IssuedDocuments on card.DocumentId equals d.Id
                        where d.OpenFrom == null || d.OpenFrom <= DateTime.UtcNow
                        select d.OpenFrom ?? (DateTime?)d.IssuedAt).Max(),
                Absence = db.Absences.Where(a => a.PupilId == p.Id && a.State != AbsenceState.Cancelled && db.SchoolYears.Any(y => y.Id == a.SchoolYearId && y.IsCurrent)).Max(a => (DateOnly?)a.Day),
                Homework = db.BookEntries.Where(b => b.ClassId == child.ClassId && b.DueOn >= today).Max(b => (DateTime?)b.WrittenAt),
                Message = db.FamilyThreads.Where(t => t.GuardianId == guardian && t.PupilId == p.Id && t.State == TalkState.Answered).Max(t => (DateTime?)t.StateSince),
                Meeting = db.Meetings.Where(m => m.GuardianId == guardian && m.PupilId == p.Id && m.State == MeetingState.Booked && m.Day >= today && m.Day <= tomorrow).Min(m => (DateOnly?)m.Day),
            }).AsNoTracking().Take(Most).ToListAsync(ct);

        return [.. rows.DistinctBy(r => r.Id).Select(r =>
        {
            (NewsKind Kind, DateTime? At)[] facts =
            [
                (NewsKind.Marks, r.Marks),
                (NewsKind.Card, r.Card),
                (NewsKind.Absence, r.IsFull && !r.IsDead && r.Absence is { } day ? MoroccanHour.Utc(day, TimeOnly.MinValue) : null),
                (NewsKind.Homework, r.IsFull && !r.IsDead ? r.Homework : null),
                (NewsKind.Message, r.IsFull ? r.Message : null),
            ];
            var (kind, at) = facts.Where(f => f.At is not null).OrderByDescending(f => f.At).ThenByDescending(f => f.Kind).FirstOrDefault();
            var on = at is { } moment ? MoroccanDay.Of(moment) : (DateOnly?)null;
            if (r.IsFull && !r.IsDead && r.Meeting is { } meeting) (kind, on) = (NewsKind.Meeting, meeting);
            return new ChildLine(r.Id, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.ClassName, r.SchoolAr, r.SchoolFr, kind, on);
        })];
    }
}
