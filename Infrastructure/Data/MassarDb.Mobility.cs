using Massar.Features.Mobility.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<MovementRequest> MovementRequests => Set<MovementRequest>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<RequestEvent> RequestEvents => Set<RequestEvent>();

    public DbSet<PriorityClaim> PriorityClaims => Set<PriorityClaim>();

    public DbSet<DatumContest> DatumContests => Set<DatumContest>();

    public DbSet<VacantPost> VacantPosts => Set<VacantPost>();

    public DbSet<AssignmentRun> AssignmentRuns => Set<AssignmentRun>();

    public DbSet<RunFilePart> RunFileParts => Set<RunFilePart>();

    public DbSet<PostBarrier> PostBarriers => Set<PostBarrier>();

    public DbSet<RunPost> RunPosts => Set<RunPost>();

    public DbSet<RunException> RunExceptions => Set<RunException>();

    public DbSet<RunAppeal> RunAppeals => Set<RunAppeal>();

    public DbSet<CarriedPost> CarriedPosts => Set<CarriedPost>();

    public DbSet<RunOutcome> RunOutcomes => Set<RunOutcome>();
}
