using Massar.Features.Messages.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<FamilyThread> FamilyThreads => Set<FamilyThread>();

    public DbSet<SchoolLetter> SchoolLetters => Set<SchoolLetter>();

    public DbSet<ThreadLine> ThreadLines => Set<ThreadLine>();
}
