using Massar.Features.Deadlines.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations;

public sealed class RegistrationsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<IBlocks, RegistrationBlocks>().AddScoped<IWaits, RegistrationWaits>();
}
