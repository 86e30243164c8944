using Massar.Features.Messages.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<FamilyThread> FamilyThreads => Set<FamilyThread>();

    public DbSet<ThreadLine> ThreadLines => Set<ThreadLine>();
}
