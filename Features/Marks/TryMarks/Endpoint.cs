using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.TryMarks;

/// <summary>A pupil, or a guardian for a child, tries what other marks, or marks still to come, would make of the averages; nothing is kept.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var own = area.Requiring(Permissions.Own).NeverStored();
        var family = area.Requiring(Permissions.Children).NeverStored();

        own.Pages.MapGet("mine/try", (int? year, int? semester, HttpRequest request, Bus bus) => bus.Ask(new Query(null, year, semester, Typed(request))).As<Form>());
        own.Api.MapGet("mine/try", (int? year, int? semester, HttpRequest request, Bus bus) => bus.Ask(new Query(null, year, semester, Typed(request))).AsJson());

        family.Pages.MapGet("children/{pupil:long}/try", (long pupil, int? year, int? semester, HttpRequest request, Bus bus) => bus.Ask(new Query(pupil, year, semester, Typed(request))).As<Form>());
        family.Api.MapGet("children/{pupil:long}/try", (long pupil, int? year, int? semester, HttpRequest request, Bus bus) => bus.Ask(new Query(pupil, year, semester, Typed(request))).AsJson());
    }

    // A mark by subject and test: MATH.2=14,50.
    private static Dictionary<string, string> Typed(HttpRequest request) =>
        request.Query.Where(q => q.Key.Contains('.', StringComparison.Ordinal)).ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
}
