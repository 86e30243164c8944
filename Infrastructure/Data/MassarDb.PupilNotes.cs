using Massar.Features.PupilNotes.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<PupilNote> PupilNotes => Set<PupilNote>();

    public DbSet<FileReading> FileReadings => Set<FileReading>();
}
