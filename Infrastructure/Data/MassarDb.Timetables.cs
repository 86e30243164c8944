using Massar.Features.Timetables.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Room> Rooms => Set<Room>();

    public DbSet<Lesson> Lessons => Set<Lesson>();

    public DbSet<LessonChange> LessonChanges => Set<LessonChange>();

    public DbSet<TeacherUnavailability> TeacherUnavailabilities => Set<TeacherUnavailability>();

    public DbSet<SchoolWeek> SchoolWeeks => Set<SchoolWeek>();

    public DbSet<TimetableImport> TimetableImports => Set<TimetableImport>();

    public DbSet<CalendarFeed> CalendarFeeds => Set<CalendarFeed>();

    public DbSet<TimetableProposal> TimetableProposals => Set<TimetableProposal>();
}
