using Massar.Features.Classes.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Timetables.Domain;

/// <summary>Lessons without a room, where the school has rooms, and lessons whose teacher teaches the class no more. Nothing but now is the time for them.</summary>
public sealed class TimetableBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var (year, today) = (frame.Year, frame.Today);
        var lessons = db.Lessons.Where(l => frame.Schools.Contains(l.SchoolId) && l.SchoolYearId == year && l.EndsOn >= today);
        yield return new BlockKind("rooms", "timetables.blocks.rooms", Permissions.Edit, kind =>
            from l in lessons
            where l.RoomId == null && db.Rooms.Any(r => r.SchoolId == l.SchoolId)
            join c in db.Classes on l.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, l.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            select new Block { Kind = kind, SchoolId = l.SchoolId, Id = l.Id, ClassId = l.ClassId, PlanId = plan.Id, EmployeeId = l.EmployeeId, PupilId = null, Number = 0, Since = null, SinceDay = l.StartsOn, DueOn = null },
            m => Links.Lesson(m.Id));
        yield return new BlockKind("teachers", "timetables.blocks.teachers", Permissions.Edit, kind =>
            from l in lessons
            join t in db.TeachingAssignments on l.AssignmentId equals t.Id
            where t.EndsOn < today && frame.Schools.Contains(t.SchoolId) && t.SchoolYearId == year
                && !db.TeachingAssignments.LiveOn(today).Any(o => o.ClassId == l.ClassId && o.SubjectCode == l.SubjectCode && frame.Schools.Contains(o.SchoolId) && o.SchoolYearId == year)
            join c in db.Classes on l.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, l.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            select new Block { Kind = kind, SchoolId = l.SchoolId, Id = l.Id, ClassId = l.ClassId, PlanId = plan.Id, EmployeeId = null, PupilId = null, Number = 0, Since = null, SinceDay = t.EndsOn, DueOn = null },
            m => Classes.Links.Teaching(m.ClassId ?? 0, m.Subject ?? ""));
    }
}
