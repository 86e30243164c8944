using Massar.Features.OutOfSchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<OutOfSchoolCase> OutOfSchoolCases => Set<OutOfSchoolCase>();

    public DbSet<FamilyContact> FamilyContacts => Set<FamilyContact>();

    public DbSet<CommuneOfficer> CommuneOfficers => Set<CommuneOfficer>();
}
