using Massar.Features.Deadlines.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards;

public sealed class ReportCardsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ClassReports>();
        services.AddScoped<CouncilRooms>();
        services.AddScoped<CardDesk>();
        services.AddScoped<AppealDesk>();
        services.AddScoped<IBlocks, CardBlocks>();
        services.AddScoped<IWaits, AppealWaits>();
    }
}
