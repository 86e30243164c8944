using Massar.Features.Claims.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<ChildClaim> ChildClaims => Set<ChildClaim>();

    public DbSet<ClaimAnswer> ClaimAnswers => Set<ClaimAnswer>();

    public DbSet<ChildSlip> ChildSlips => Set<ChildSlip>();

    public DbSet<ClaimTry> ClaimTries => Set<ClaimTry>();
}
