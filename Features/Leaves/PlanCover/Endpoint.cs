using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Leaves.PlanCover;

/// <summary>A head sees, for each hour a teacher on leave would have given, which colleagues are free, and asks one to keep the class.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/cover";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Answer).NeverStored();

        area.Pages.MapGet(Route, (long id, DateOnly? day, Bus bus) => bus.Ask(new Query(id, day)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
        {
            var day = TypedDay.Read(input.Day);
            return bus.Do(new Command(id, input.Day, input.Class, input.Subject, input.Half, input.Employee)).ThenAsk(new Query(id, day)).GoingTo(_ => Links.CoverOn(id, day!.Value), saying: "leaves.cover.given").As<Form>();
        });

        area.Api.MapGet(Route, (long id, DateOnly? day, Bus bus) => bus.Ask(new Query(id, day)).AsJson());

        area.Api.MapPost(Route, (long id, ApiInput input, Bus bus) =>
            bus.Do(new Command(id, input.Day, input.Class?.ToString(CultureInfo.InvariantCulture), input.Subject, input.Half, input.Employee?.ToString(CultureInfo.InvariantCulture))).AsJson());
    }

    public sealed record Input
    {
        public string? Day { get; init; }

        public string? Class { get; init; }

        public string? Subject { get; init; }

        public string? Half { get; init; }

        public string? Employee { get; init; }
    }

    /// <param name="Day">ISO.</param>
    /// <param name="Half">Morning or Afternoon.</param>
    public sealed record ApiInput(string? Day, int? Class, string? Subject, string? Half, long? Employee);
}
