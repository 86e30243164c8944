using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility;

public sealed class MobilityServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ServiceFiles>();
        services.AddScoped<RequestDesk>();
        services.AddScoped<ReceiptDesk>();
        services.AddScoped<PhaseDesk>();
        services.AddScoped<RunDesk>();
        services.AddScoped<MoveDesk>();
    }
}
