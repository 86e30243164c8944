using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions;

/// <summary>Administrative decisions about staff: proposal, visas, signature, notice to the employee.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "decisions";

    public static string? Title => "decisions.menu.all";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("decisions.menu.inbox", Links.Inbox(), Permissions.Visa, 10),
        new("decisions.menu.inbox", Links.Inbox(), Permissions.Sign, 10),
        new("decisions.menu.prepare", Links.Prepare(), Permissions.Prepare, 10),
        new("decisions.menu.all", Links.All(), Permissions.Read, 10),
        new("decisions.menu.mine", Links.Mine(), Permissions.Own, 85, MainMenu.Own),
    ];

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("decisions.procedure.title", Links.Procedures(), Permissions.Procedures, 47),
        new("decisions.appeal.title", Links.Appeals(), Permissions.Appeals, 48),
        new("decisions.interim.title", Links.NewInterim(), Permissions.Interim, 49),
    ];
}

public sealed class DecisionsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ProcedureBook>();
        services.AddSingleton<TrackingNumbers>();
        services.AddSingleton<TrackingLimits>();
        services.AddScoped<DueStaff>();
        services.AddScoped<OfficeHabits>();
        services.AddScoped<DecisionReader>();
        services.AddScoped<CaseReader>();
        services.AddScoped<PromotionStaff>();
        services.AddScoped<RecruitDesk>();
        services.AddScoped<PostDesk>();
        services.AddScoped<WholeBatch>();
        services.AddScoped<PaperDesk>();
        services.AddScoped<DelegationDesk>();
        services.AddScoped<InterimDesk>();
        services.AddScoped<AppealDesk>();
        services.AddScoped<Deadlines.Domain.IBlocks, AppealBlocks>();
        services.AddScoped<SignDecisions.SigningDesk>();
        services.AddScoped<SignDecisions.SignBatch>();
    }
}
