using Massar.Features.Files.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();

    public DbSet<StoredFileContent> StoredFileContents => Set<StoredFileContent>();
}
