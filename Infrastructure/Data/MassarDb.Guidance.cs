using Massar.Features.Guidance.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<GuidanceCampaign> GuidanceCampaigns => Set<GuidanceCampaign>();

    public DbSet<GuidanceSeats> GuidanceSeats => Set<GuidanceSeats>();

    public DbSet<GuidanceFile> GuidanceFiles => Set<GuidanceFile>();

    public DbSet<GuidanceWish> GuidanceWishes => Set<GuidanceWish>();

    public DbSet<ReorientationWindow> ReorientationWindows => Set<ReorientationWindow>();

    public DbSet<ReorientationSeats> ReorientationSeats => Set<ReorientationSeats>();

    public DbSet<Reorientation> Reorientations => Set<Reorientation>();

    public DbSet<HeldDecision> HeldDecisions => Set<HeldDecision>();
}
