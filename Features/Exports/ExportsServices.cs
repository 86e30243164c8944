using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exports;

public sealed class ExportsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ExportDesk>();
        services.AddScoped<ReadLedger>();
        services.AddSingleton<ExportTickets>();
        services.AddSingleton<ReadAlarm>();
        services.AddHostedService<ReadLedgerWriter>();
    }
}
