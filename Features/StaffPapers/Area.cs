using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffPapers;

/// <summary>Papers that staff get by themselves, sealed at once: the work certificate, the statement of situation and the statement of services.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "staff-papers";

    public static string? Title => "staff-papers.mine";
}

public sealed class StaffPapersServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<StaffPaperDesk>();
}
