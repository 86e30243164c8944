using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.PrepareFamilyAllowances;

/// <summary>The manager sees what the declarations on the file come to, person by person, every guard answered, and prepares the decisions: one, or all of the office in one batch.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "family";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long? employee, Bus bus) => bus.Ask(new Query(employee)).As<Form>());

        decisions.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            long? employee = long.TryParse(form["Of"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            return await bus.Do(new Command([.. form["Line"].OfType<string>()])).ThenAsk(new Query(employee)).GoingTo(p => p.Decision is { } one ? Links.Show(one) : Links.Batch(p.Batch), "decisions.prepared").As<Form>();
        });

        decisions.Api.MapGet(Route, (long? employee, Bus bus) => bus.Ask(new Query(employee)).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Lines ?? [])).AsJson());
    }

    /// <param name="Lines">The stamps of the cases as they were read.</param>
    public sealed record Input(string[]? Lines);
}
