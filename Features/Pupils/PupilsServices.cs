using Massar.Features.Escalations.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils;

public sealed class PupilsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IWaits, ReportWaits>();
        services.AddSingleton<LookBook>();
        services.AddScoped<LookLedger>();
        services.AddHostedService<LookWriter>();
    }
}
