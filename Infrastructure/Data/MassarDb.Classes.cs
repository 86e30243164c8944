using Massar.Features.Classes.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<SchoolClass> Classes => Set<SchoolClass>();

    public DbSet<TeachingAssignment> TeachingAssignments => Set<TeachingAssignment>();
}
