using Massar.Features.Claims.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Claims;

public sealed class ClaimsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<IWaits, ClaimWaits>();
}
