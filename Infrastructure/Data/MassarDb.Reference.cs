using Massar.Features.Reference.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<SchoolYear> SchoolYears => Set<SchoolYear>();

    public DbSet<CalendarEntry> CalendarEntries => Set<CalendarEntry>();

    public DbSet<MovedWindow> MovedWindows => Set<MovedWindow>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<Level> Levels => Set<Level>();

    public DbSet<StudyStream> StudyStreams => Set<StudyStream>();

    public DbSet<SubjectPlan> SubjectPlans => Set<SubjectPlan>();

    public DbSet<LeaveType> LeaveTypes => Set<LeaveType>();

    public DbSet<FamilyPaperRule> FamilyPaperRules => Set<FamilyPaperRule>();

    public DbSet<PayLineCode> PayLineCodes => Set<PayLineCode>();

    public DbSet<StaffGrade> StaffGrades => Set<StaffGrade>();

    public DbSet<EchelonStep> EchelonSteps => Set<EchelonStep>();

    public DbSet<Nomenclature> Nomenclatures => Set<Nomenclature>();
}
