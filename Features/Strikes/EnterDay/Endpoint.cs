using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Strikes.EnterDay;

/// <summary>A head, or the office for a school below it, enters by list who was absent on a strike day; each of them is told and has some days to reply.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet("new", (string? day, string? school, Bus bus) => bus.Ask(new Query(day, school)).As<Form>());

        area.Pages.MapPost("new", ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Day, input.School, input.Absent ?? [], input.Entered)).ThenAsk(new Query(input.Day, input.School)).GoingTo(e => Links.Day(e.Id), saying: "strikes.said.entered").As<Form>());

        area.Api.MapGet("new", (string? day, string? school, Bus bus) => bus.Ask(new Query(day, school)).AsJson());

        area.Api.MapPost("new", (Input input, Bus bus) => bus.Do(new Command(input.Day, input.School, input.Absent ?? [], input.Entered)).AsJson());
    }

    /// <param name="Day">yyyy-MM-dd.</param>
    /// <param name="School">Code of the school; not needed of a head.</param>
    /// <param name="Absent">The people absent.</param>
    /// <param name="Entered">How many were entered already when the list was read.</param>
    public sealed record Input(string? Day, string? School, long[]? Absent, string? Entered);
}
