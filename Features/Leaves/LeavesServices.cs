using Massar.Features.Attendance.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Features.Escalations.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves;

public sealed class LeavesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<LeaveDesk>();
        services.AddScoped<ReturnMinutes>();
        services.AddScoped<IAwayStaff, AwayStaff>();
        services.AddScoped<IBlocks, LeaveBlocks>();
        services.AddScoped<IWaits, LeaveWaits>();
    }
}
