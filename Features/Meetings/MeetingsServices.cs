using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Meetings;

public sealed class MeetingsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<FreeTimes>().AddScoped<MeetingDesk>();
}
