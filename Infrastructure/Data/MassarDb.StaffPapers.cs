using Massar.Features.StaffPapers.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<StaffPaper> StaffPapers => Set<StaffPaper>();
}
