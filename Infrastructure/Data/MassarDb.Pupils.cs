using Massar.Features.Pupils.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Pupil> Pupils => Set<Pupil>();

    public DbSet<Guardian> Guardians => Set<Guardian>();

    public DbSet<Guardianship> Guardianships => Set<Guardianship>();

    public DbSet<PupilCorrection> PupilCorrections => Set<PupilCorrection>();

    public DbSet<DatumReport> DatumReports => Set<DatumReport>();

    public DbSet<PupilMerge> PupilMerges => Set<PupilMerge>();

    public DbSet<FileLook> FileLooks => Set<FileLook>();

    public DbSet<PupilLook> PupilLooks => Set<PupilLook>();
}
