using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Documents;

public sealed class DocumentsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<RegisterDesk>();
        services.AddScoped<DocumentArchive>();
        services.AddScoped<RegisterCheck>();
        services.AddScoped<AcademySeal>();
        services.AddSingleton<VerificationAddress>();
        services.AddSingleton<VerificationLimits>();
    }
}
