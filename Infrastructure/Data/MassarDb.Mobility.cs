using Massar.Features.Mobility.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<MovementRequest> MovementRequests => Set<MovementRequest>();

    public DbSet<Submission> Submissions => Set<Submission>();

    public DbSet<RequestEvent> RequestEvents => Set<RequestEvent>();

    public DbSet<DatumContest> DatumContests => Set<DatumContest>();
}
