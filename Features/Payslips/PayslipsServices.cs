using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips;

public sealed class PayslipsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<PayImportDesk>().AddSingleton<PayImportLimits>();
}
