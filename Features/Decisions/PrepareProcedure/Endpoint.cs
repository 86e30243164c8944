using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.PrepareProcedure;

/// <summary>The ministry prepares the next edition of a procedure: whose visas in which order, usual days, which papers, from which day; decisions under way finish under theirs.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "procedures/{kind}/new";

    private const string PaperField = "Paper-";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Procedures).NeverStored();

        decisions.Pages.MapGet(Route, (string kind, Bus bus) => bus.Ask(new Query(kind)).As<Form>());

        decisions.Pages.MapPost(Route, async (string kind, HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            List<TypedStep> steps = [];
            for (var i = 1; i <= ProcedureEditions.MostSteps; i++)
                if (!string.IsNullOrEmpty(form[$"Role{i}"]))
                    steps.Add(new TypedStep(form[$"Role{i}"], form[$"Office{i}"], form[$"Days{i}"], form[$"NameAr{i}"], form[$"NameFr{i}"]) { IsBeside = form[$"Beside{i}"] == "true" });
            List<TypedPaper> papers = [.. form.Keys.Where(k => k.StartsWith(PaperField, StringComparison.Ordinal) && !string.IsNullOrEmpty(form[k])).Order(StringComparer.Ordinal)
                .Select(k => new TypedPaper(k[PaperField.Length..], form[k], form[$"Months-{k[PaperField.Length..]}"]))];
            var last = int.TryParse(form["Last"], NumberStyles.None, CultureInfo.InvariantCulture, out var edition) ? edition : 0;
            return await bus.Do(new Command(kind, last, form["StartsOn"], [.. steps]) { IsOff = form["Off"] == "true", Papers = [.. papers] }).ThenAsk(new Query(kind)).GoingTo(p => Links.Procedure(p.Kind), "decisions.procedure.prepared").As<Form>();
        });

        decisions.Api.MapPost(Route, (string kind, Input input, Bus bus) =>
            bus.Do(new Command(kind, input.Last, input.StartsOn, [.. (input.Steps ?? []).OfType<TypedStep>()]) { IsOff = input.IsOff, Papers = input.Papers is { } papers ? [.. papers.OfType<TypedPaper>()] : null }).AsJson());
    }

    /// <param name="Last">Number of the latest edition as it was read.</param>
    /// <param name="StartsOn">First day, yyyy-MM-dd; after today.</param>
    /// <param name="IsOff">From that day no new decision of the kind is prepared; the gates stay those of the latest edition.</param>
    /// <param name="Papers">What a decision has to come with; left out, those of the latest edition.</param>
    public sealed record Input(int Last, string? StartsOn, TypedStep?[]? Steps, bool IsOff = false, TypedPaper?[]? Papers = null);
}
