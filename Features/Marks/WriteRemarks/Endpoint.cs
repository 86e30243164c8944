using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.WriteRemarks;

/// <summary>A teacher writes the semester's remarks on the pupils of a class, with phrases of the own bank suggested by average and change.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "sheets/{classId:int}/{subject}/{semester:int}/remarks";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route, (int classId, string subject, int semester, string? phrases, Bus bus) => bus.Ask(new Query(classId, subject, semester, phrases)).As<Form>());

        area.Pages.MapPost(Route, async (int classId, string subject, int semester, string? phrases, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var query = new Query(classId, subject, semester, phrases);
            // The buttons of suggestions put them into boxes and write nothing: what was typed stays as it is.
            if (form.TryGetValue("fill", out var fill)) return await bus.Ask(query with { Typed = Named(form, "r["), Seen = Named(form, "w["), Fill = fill }).As<Form>();
            return await bus.Do(new Command(classId, subject, semester, Named(form, "r["), Named(form, "w["))).ThenAsk(query)
                .GoingTo(_ => Links.RemarksWith(classId, subject, semester, phrases), saying: "marks.remarks.saved").As<Form>();
        });

        area.Api.MapGet(Route, (int classId, string subject, int semester, string? phrases, Bus bus) => bus.Ask(new Query(classId, subject, semester, phrases)).AsJson());

        area.Api.MapPatch(Route, (int classId, string subject, int semester, Input input, Bus bus) =>
            bus.Do(new Command(classId, subject, semester, input.Remarks ?? [], input.Seen ?? [])).AsJson());
    }

    private static Dictionary<string, string> Named(IFormCollection form, string prefix) =>
        form.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[prefix.Length..^1], f => f.Value.ToString(), StringComparer.Ordinal);

    /// <param name="Remarks">Massar code → remark; an empty one removes it.</param>
    /// <param name="Seen">Massar code → what the list said of the remark it is written over.</param>
    public sealed record Input(Dictionary<string, string>? Remarks, Dictionary<string, string>? Seen);
}
