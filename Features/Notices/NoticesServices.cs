using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Notices;

public sealed class NoticesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<NoticeDesk>().AddScoped<GuardianDesk>().AddScoped<EmployeeDesk>().AddScoped<AccountDesk>().AddSingleton<NoticeSeal>();
}
