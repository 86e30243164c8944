using Massar.Features.Escalations.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Escalation> Escalations => Set<Escalation>();
}
