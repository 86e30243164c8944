using System.Reflection;

namespace Massar.Infrastructure.Web;

/// <summary>Services an area brings: found by one scan, like its endpoints.</summary>
public interface IAreaServices
{
    static abstract void Add(IServiceCollection services, IConfiguration configuration);
}

public static class AreaSetup
{
    public static WebApplicationBuilder AddAreas(this WebApplicationBuilder builder)
    {
        foreach (var type in OwnTypes.Of(typeof(IAreaServices)))
            type.GetMethod(nameof(IAreaServices.Add), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [builder.Services, builder.Configuration]);
        return builder;
    }
}
