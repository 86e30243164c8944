using Massar.Features.Decisions.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<DecisionProcedure> DecisionProcedures => Set<DecisionProcedure>();

    public DbSet<ProcedureStep> ProcedureSteps => Set<ProcedureStep>();

    public DbSet<ProcedurePaper> ProcedurePapers => Set<ProcedurePaper>();

    public DbSet<DecisionPaper> DecisionPapers => Set<DecisionPaper>();

    public DbSet<DecisionPaperLook> DecisionPaperLooks => Set<DecisionPaperLook>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<DecisionVisa> DecisionVisas => Set<DecisionVisa>();

    public DbSet<DecisionBatch> DecisionBatches => Set<DecisionBatch>();

    public DbSet<PostEffect> PostEffects => Set<PostEffect>();

    public DbSet<PromotionTable> PromotionTables => Set<PromotionTable>();

    public DbSet<PromotionLine> PromotionLines => Set<PromotionLine>();

    public DbSet<DecisionCopy> DecisionCopies => Set<DecisionCopy>();

    public DbSet<DecisionAppeal> DecisionAppeals => Set<DecisionAppeal>();

    public DbSet<Postponement> Postponements => Set<Postponement>();

    public DbSet<Delegation> Delegations => Set<Delegation>();

    public DbSet<StaffRating> StaffRatings => Set<StaffRating>();
}
