using Massar.Features.Meetings.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Meeting> Meetings => Set<Meeting>();
}
