using System.Globalization;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.OpenCampaign;

/// <summary>The ministry writes a campaign, its windows and its scale of points, and announces it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.OpenCampaign);

        area.Pages.MapGet("/openings/new", (string? category, Bus bus) => bus.Ask(new Query(null, category)).As<Form>());
        area.Pages.MapGet("/openings/{campaign:int}", (int campaign, Bus bus) => bus.Ask(new Query(campaign, null)).As<Form>());
        area.Pages.MapPost("/openings/new", async (HttpContext http, Bus bus) => await Save(null, await http.Request.ReadFormAsync(http.RequestAborted), bus));
        area.Pages.MapPost("/openings/{campaign:int}", async (int campaign, HttpContext http, Bus bus) => await Save(campaign, await http.Request.ReadFormAsync(http.RequestAborted), bus));

        area.Api.MapGet("/openings/{campaign:int}", (int campaign, Bus bus) => bus.Ask(new Query(campaign, null)).AsJson());
        area.Api.MapPost("/openings", (Draft draft, Bus bus) => bus.Do(new Command(null, draft)).AsJson());
        area.Api.MapPut("/openings/{campaign:int}", (int campaign, Draft draft, Bus bus) => bus.Do(new Command(campaign, draft)).AsJson());
    }

    private static Task<IResult> Save(int? campaign, IFormCollection form, Bus bus) => bus
        .Do(new Command(campaign, Read(form)))
        .ThenAsk(new Query(campaign, form["CategoryCode"]))
        .GoingTo(_ => Links.Openings, saying: "mobility.opening.saved")
        .As<Form>();

    /// <summary>Every field as it was typed; lines of the scale are named by their criterion.</summary>
    private static Draft Read(IFormCollection form) => new(
        int.TryParse(form["Version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
        form["CategoryCode"], form["NameAr"], form["NameFr"], form["SchoolYear"], form["PlaceCode"], form["Grades"], form["OpensOn"], form["ClosesOn"], form["ContestsUntil"],
        form["DirectorateFrom"], form["DirectorateUntil"], form["AcademyFrom"], form["AcademyUntil"], form["CountedOn"], form["MaxWishes"], form["WishKind"], form["MinimumYears"], form["State"],
        [.. Enum.GetValues<Criterion>().Select(c => new RuleLine(c, form[$"Weight-{c}"], form[$"LaterFrom-{c}"], form[$"LaterWeight-{c}"], form[$"Cap-{c}"]))],
        [.. Enum.GetValues<PriorityCase>().Select(c => new RankLine(c, form[$"Rank-{c}"], form[$"Years-{c}"]))],
        form["CorrectionDays"], form["MinistryFrom"], form["MinistryUntil"], form["NotHeldReason"]);
}
