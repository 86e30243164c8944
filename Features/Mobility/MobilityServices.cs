using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility;

public sealed class MobilityServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<ServiceFiles>();
}
