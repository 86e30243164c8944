using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.ValidateRequests;

/// <summary>
/// Directorate or academy sees the requests of its territory, those that wait for it first, filters them, takes the list away, and
/// validates one or up to fifty of one kind; what cannot be is left out, said why, and stays chosen in the list.
/// </summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince, Permissions.ValidateAcademy, Permissions.ValidateMinistry);

        area.Pages.MapGet("/requests", ([AsParameters] Filter filter, int? page, long[]? chosen, Bus bus) => bus.Ask(new Query(filter, page ?? 1, chosen ?? [])).As<Table>());
        area.NeverStored().Pages.MapGet("/requests/export", ([AsParameters] Filter filter, string? format, Bus bus, Text text, ExportDesk exports) =>
            bus.Ask(new ExportQuery(filter)).Then(rows => exports.Hand(ExportKinds.Mobility, rows.Select(r => r.EmployeeId).Distinct().Count(), () => Export.File(rows, format, text))));
        area.Pages.MapPost("/requests/validate", ([FromForm] Choice input, Bus bus) => bus
            .Do(new Command(input.Chosen ?? []))
            .ThenAsk(new Query(input.Filter, input.Page ?? 1, []))
            .Ending(done => new PartialAnswer(typeof(Result), new() { ["Model"] = done, ["Back"] = input.Back(done) }))
            .As<Table>());

        area.Api.MapGet("/requests", ([AsParameters] Filter filter, int? page, Bus bus) => bus.Ask(new Query(filter, page ?? 1, [])).AsJson());
        area.Api.MapPost("/requests/validate", (Input input, Bus bus) => bus.Do(new Command(input.Chosen ?? [])).AsJson());
    }

    /// <param name="Chosen">Numbers with the version seen: "12:3".</param>
    public sealed record Input(List<string>? Chosen);

    /// <summary>What the form posts: what was chosen, and which part of the list it was chosen in. Properties, for a form leaves out what was not chosen.</summary>
    public sealed record Choice
    {
        public List<string>? Chosen { get; init; }

        public string? State { get; init; }

        public string? Category { get; init; }

        public string? School { get; init; }

        public string? Kind { get; init; }

        public string? Priority { get; init; }

        public string? Q { get; init; }

        public int? Page { get; init; }

        internal Filter Filter => new(State, Category, School, Kind, Priority, Q);

        internal string Back(Validation done) =>
            $"{Links.Requests}?{Filter.Address}&page={(Page ?? 1).ToString(CultureInfo.InvariantCulture)}{string.Concat(done.LeftOut.Select(l => $"&chosen={l.Request.ToString(CultureInfo.InvariantCulture)}"))}";
    }
}
