using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Deadlines;

public sealed class DeadlinesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<Obstructions>();
}
