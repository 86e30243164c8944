using Massar.Features.PrintKits.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.PrintKits;

public sealed class PrintKitsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<KitReader>();
}
