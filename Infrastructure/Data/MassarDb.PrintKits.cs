using Massar.Features.PrintKits.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<PrintKit> PrintKits => Set<PrintKit>();

    public DbSet<PrintKitClass> PrintKitClasses => Set<PrintKitClass>();

    public DbSet<PrintKitPart> PrintKitParts => Set<PrintKitPart>();
}
