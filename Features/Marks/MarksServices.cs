using Massar.Features.Deadlines.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks;

public sealed class MarksServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Sheets>();
        services.AddScoped<Reconciliation>();
        services.AddScoped<Resealing>();
        services.AddScoped<Publication>();
        services.AddScoped<SheetBooks>();
        services.AddScoped<BookDesk>();
        services.AddScoped<FolderDesk>();
        services.AddScoped<Remarks>();
        services.AddScoped<Reference.Domain.IKeepsPlans, KeptTests>();
        services.AddScoped<IBlocks, MarksBlocks>();
        services.AddScoped<IWaits, CorrectionWaits>();
    }
}
