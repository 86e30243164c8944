using Massar.Features.Guidance.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance;

public sealed class GuidanceServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<CommissionDesk>();
        services.AddScoped<ReorientationDesk>();
        services.AddScoped<IKeepsPupils, AcceptedPupils>();
    }
}
