using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry;

public sealed class RegistryServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<ChangeDesk>();
}
