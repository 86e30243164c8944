using Massar.Features.Attendance.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training;

/// <summary>Continuing training of the staff: planned outside exam and entry weeks, who comes chosen by rule, called by a sealed paper, present or not by day, attested.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "training";

    public static string? Title => "training.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("training.title", Links.All, Permissions.Follow, 62),
        new("training.mine", Links.Mine, Permissions.Own, 87),
    ];
}

public sealed class TrainingServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<TrainingDesk>();
        services.AddScoped<IAwayStaff, TrainedStaff>();
    }
}
