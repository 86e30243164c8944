using Massar.Features.Licences.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<LicenceCase> LicenceCases => Set<LicenceCase>();

    public DbSet<LicencePaper> LicencePapers => Set<LicencePaper>();

    public DbSet<LicenceEvent> LicenceEvents => Set<LicenceEvent>();

    public DbSet<SchoolLicence> SchoolLicences => Set<SchoolLicence>();

    public DbSet<LicenceVisit> LicenceVisits => Set<LicenceVisit>();

    public DbSet<LicenceRemark> LicenceRemarks => Set<LicenceRemark>();

    public DbSet<PrivateTeacher> PrivateTeachers => Set<PrivateTeacher>();

    public DbSet<ExtraHours> ExtraHours => Set<ExtraHours>();
}
