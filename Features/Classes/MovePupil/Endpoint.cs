using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Classes.MovePupil;

/// <summary>The school puts a pupil into a class of the level, or moves him to another one from a day on; where he sat before stays readable.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "pupils/{enrollment:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Seat).NeverStored();

        area.Pages.MapGet(Route, (long enrollment, Bus bus) => bus.Ask(new Query(enrollment)).As<Form>());

        area.Pages.MapPost(Route, (long enrollment, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(enrollment, TypedVersion.Read(input.Version), input.Class, input.Day, input.Reason, input.OverNorm))
            .ThenAsk(new Query(enrollment)).GoingTo(moved => Links.Class(moved.Class), saying: "classes.moved").As<Form>());

        area.Api.MapGet(Route, (long enrollment, Bus bus) => bus.Ask(new Query(enrollment)).AsJson());

        area.Api.MapPost(Route, (long enrollment, ApiInput input, Bus bus) =>
            bus.Do(new Command(enrollment, input.Version, input.Class.ToString(CultureInfo.InvariantCulture), input.Day, input.Reason, input.OverNorm)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        public string? Class { get; init; }

        public string? Day { get; init; }

        public string? Reason { get; init; }

        /// <summary>Why beyond the norm of the class; asked only where it is.</summary>
        public string? OverNorm { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    /// <param name="Day">ISO: the first day in the new class.</param>
    /// <param name="OverNorm">Why beyond the norm of the class; needed only there.</param>
    public sealed record ApiInput(int Version, int Class, string? Day, string? Reason, string? OverNorm = null);
}
