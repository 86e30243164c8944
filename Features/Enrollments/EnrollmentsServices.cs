using Massar.Features.Deadlines.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments;

public sealed class EnrollmentsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<RollOverDesk>().AddScoped<ImportJudge>().AddScoped<ImportDesk>().AddScoped<RosterMatch>().AddSingleton<ImportLimits>().AddScoped<IBlocks, EnrollmentBlocks>();
}
