using Massar.Features.Deadlines.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers;

public sealed class TransfersServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<TransferDesk>();
        services.AddScoped<DepartureDesk>();
        services.AddScoped<IBlocks, TransferBlocks>();
        services.AddScoped<IWaits, TransferWaits>();
    }
}
