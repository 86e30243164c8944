using Massar.Features.Installations.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Installation> Installations => Set<Installation>();
}
