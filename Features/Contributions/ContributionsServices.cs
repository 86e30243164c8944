using Massar.Features.Contributions.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions;

public sealed class ContributionsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<CashDesk>().AddScoped<IBlocks, CashBlocks>();
}
