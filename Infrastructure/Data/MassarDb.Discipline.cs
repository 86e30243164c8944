using Massar.Features.Discipline.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<DisciplineCase> DisciplineCases => Set<DisciplineCase>();
}
