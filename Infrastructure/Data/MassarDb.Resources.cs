using Massar.Features.Resources.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<LessonResource> LessonResources => Set<LessonResource>();

    public DbSet<ResourceVariant> ResourceVariants => Set<ResourceVariant>();

    public DbSet<ResourcePiece> ResourcePieces => Set<ResourcePiece>();
}
