using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PupilNotes.KeepBackNote;

/// <summary>The head has a note that is shown wait for a decision, because it speaks of health or of the family though its writer did not say so.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "notes/{id:long}/keep-back";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Allow);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.ToCommand(id)).ThenGo(_ => int.TryParse(input.Class, NumberStyles.None, CultureInfo.InvariantCulture, out var of) ? Links.Read(of) : Links.Shown, "pupil-notes.kept-back"));

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
