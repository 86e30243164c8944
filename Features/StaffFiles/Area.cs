using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles;

/// <summary>The files of the staff on their way from one office to another: listed, sent with a sealed slip, received line by line, what lacks chased.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "staff-files";

    public static string? Title => "staff-files.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("staff-files.title", Links.All, Permissions.Follow, 63),
        new("staff-files.mine", Links.Mine, Permissions.Own, 88),
    ];
}

public sealed class StaffFilesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<FileDesk>();
}
