using Massar.Features.Certificates.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates;

public sealed class CertificatesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<CertificateDesk>().AddScoped<IBlocks, CertificateBlocks>();
}
