using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Staffing;

/// <summary>Tarchid: hours due against hours taught, flags that are explained and answered, surplus and shortage as the timetables have it now.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "staffing";

    public static string? Title => "staffing.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("staffing.school", Links.Here, Permissions.Answer, 62),
        new("staffing.board", Links.Board, Permissions.Board, 62),
        new("staffing.answers", Links.Answers, Permissions.Decide, 63),
        new("staffing.mine", Links.Mine, Permissions.Own, 87),
    ];
}

public sealed class StaffingServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<UseDesk>();
}
