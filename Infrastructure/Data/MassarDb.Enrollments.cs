using Massar.Features.Enrollments.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Enrollment> Enrollments => Set<Enrollment>();
}
