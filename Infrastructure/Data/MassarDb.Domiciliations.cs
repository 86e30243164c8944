using Massar.Features.Domiciliations.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Domiciliation> Domiciliations => Set<Domiciliation>();

    public DbSet<DomiciliationNote> DomiciliationNotes => Set<DomiciliationNote>();
}
