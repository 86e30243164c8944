using Massar.Features.Attendance.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance;

public sealed class AttendanceServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Rolls>();
        services.AddScoped<RollDesk>();
        services.AddScoped<FollowUps>();
        services.AddScoped<Interruptions>();
        services.AddScoped<LetterDesk>();
        services.AddScoped<CoverDesk>();
        services.AddScoped<IBlocks, AttendanceBlocks>();
        services.AddScoped<WhoIsAway>();
    }
}
