using Massar.Features.Attendance.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Absence> Absences => Set<Absence>();

    public DbSet<RollCall> RollCalls => Set<RollCall>();

    public DbSet<RollLine> RollLines => Set<RollLine>();

    public DbSet<RollChange> RollChanges => Set<RollChange>();

    public DbSet<Justification> Justifications => Set<Justification>();

    public DbSet<FollowUp> FollowUps => Set<FollowUp>();

    public DbSet<AbsenceLetter> AbsenceLetters => Set<AbsenceLetter>();

    public DbSet<Interruption> Interruptions => Set<Interruption>();

    public DbSet<CallCover> CallCovers => Set<CallCover>();
}
