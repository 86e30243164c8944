using Massar.Features.Documents.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<DocumentRegister> DocumentRegisters => Set<DocumentRegister>();

    public DbSet<IssuedDocument> IssuedDocuments => Set<IssuedDocument>();

    public DbSet<DocumentContent> DocumentContents => Set<DocumentContent>();
}
