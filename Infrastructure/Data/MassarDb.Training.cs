using Massar.Features.Training.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<TrainingSession> TrainingSessions => Set<TrainingSession>();

    public DbSet<TrainingDay> TrainingDays => Set<TrainingDay>();

    public DbSet<TrainingSeat> TrainingSeats => Set<TrainingSeat>();

    public DbSet<TrainingPresence> TrainingPresences => Set<TrainingPresence>();
}
