using Massar.Features.Classes.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Classes;

public sealed class ClassesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<StructureViews>().AddScoped<IBlocks, ClassBlocks>();
}
