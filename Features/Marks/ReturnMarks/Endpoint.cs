using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ReturnMarks;

/// <summary>A head sends a sheet back to its teacher with the reason and remarks at cells.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "review/{assessment:int}/return";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate);

        area.Pages.MapPost(Route, async (int assessment, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var remarks = form.Where(f => f.Key.StartsWith("r[", StringComparison.Ordinal) && f.Key.EndsWith(']') && !string.IsNullOrWhiteSpace(f.Value))
                .ToDictionary(f => f.Key[2..^1], f => f.Value.ToString(), StringComparer.Ordinal);
            return await bus.Do(new Command(assessment, form["Reason"].ToString(), remarks)).ThenAsk(new Query(assessment))
                .GoingTo(_ => Links.Review(assessment), saying: "marks.returned").As<Form>();
        });

        area.Api.MapPost(Route, (int assessment, Input input, Bus bus) => bus.Do(new Command(assessment, input.Reason, input.Remarks ?? [])).AsJson());
    }

    /// <param name="Remarks">Massar code → remark at that pupil's cell.</param>
    public sealed record Input(string? Reason, Dictionary<string, string>? Remarks);
}
