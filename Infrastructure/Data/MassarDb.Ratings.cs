using Massar.Features.Ratings.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<RatingLine> RatingLines => Set<RatingLine>();
}
