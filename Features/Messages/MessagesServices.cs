using Massar.Features.Escalations.Domain;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages;

public sealed class MessagesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<ThreadDesk>().AddScoped<IWaits, MessageWaits>();
}
