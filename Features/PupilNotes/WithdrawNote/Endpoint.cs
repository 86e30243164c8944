using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PupilNotes.WithdrawNote;

/// <summary>Whoever wrote a note, or the head, takes it back; its words go for good.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "notes/{id:long}/withdraw";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Lead);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(id)).ThenGo(_ => int.TryParse(input.Class, NumberStyles.None, CultureInfo.InvariantCulture, out var of) ? Links.Read(of) : Links.Classes, "pupil-notes.withdrawn"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.ToCommand(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>The class whose page leads back.</summary>
        public string? Class { get; init; }

        internal Command ToCommand(long id) => new(id, TypedVersion.Read(Version));
    }
}
