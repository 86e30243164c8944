using Massar.Features.Attendance.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables;

public sealed class TimetablesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<Planning>();
        services.AddScoped<WhoIsFree>();
        services.AddSingleton<FeedTokens>();
        services.AddSingleton<FeedLimits>();
        services.AddSingleton<ImportLimits>();
        services.AddScoped<ILessonPlan, LessonPlan>();
        services.AddScoped<IBlocks, TimetableBlocks>();
    }
}
