using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Staffing.DecideAnswer;

/// <summary>The directorate accepts a head's answer, which closes the flag until the end of the school year, or returns it with a reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "answers/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(id)).ThenAsk(new ShowFlag.Query(Number(input.School), input.Flag ?? ""))
            .GoingTo(_ => Links.Answers, saying: input.Do == Command.Accept ? "staffing.said.accepted" : "staffing.said.returned").As<ShowFlag.Card>());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>accept or return.</summary>
        public string? Do { get; init; }

        /// <summary>Why it is returned.</summary>
        public string? Ruling { get; init; }

        /// <summary>Where the form stood, to come back to it.</summary>
        public string? School { get; init; }

        /// <inheritdoc cref="School"/>
        public string? Flag { get; init; }

        internal Command ToCommand(long id) => new(id, Number(Version), Do, Ruling);
    }
}
