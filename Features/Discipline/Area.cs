using Massar.Features.Discipline.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Discipline;

/// <summary>Disciplinary cases of the staff: the file communicated, explanations, the council, a sanction or none, and the erasure of its trace.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "discipline";

    public static string? Title => "discipline.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("discipline.title", Links.All(), Permissions.Handle, 66),
        new("discipline.mine", Links.Mine, Permissions.Own, 90),
    ];
}

public sealed class DisciplineServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<DisciplineDesk>();
}
