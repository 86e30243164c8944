using Massar.Features.ReportCards.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<CouncilUpload> CouncilUploads => Set<CouncilUpload>();

    public DbSet<Council> Councils => Set<Council>();

    public DbSet<CouncilLine> CouncilLines => Set<CouncilLine>();

    public DbSet<CouncilMinutes> CouncilMinutes => Set<CouncilMinutes>();

    public DbSet<CouncilAppeal> CouncilAppeals => Set<CouncilAppeal>();

    public DbSet<ReportCard> ReportCards => Set<ReportCard>();

    public DbSet<CardBatch> CardBatches => Set<CardBatch>();

    public DbSet<CardFilePart> CardFileParts => Set<CardFilePart>();
}
