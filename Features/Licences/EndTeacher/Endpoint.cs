using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Licences.EndTeacher;

/// <summary>The head of a private school says that a declared teacher has left; an authorisation of extra hours ends with it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/teachers/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School).NeverStored();

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.To(id)).ThenGo(_ => Links.Teachers, saying: "ui.saved"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input(string? Version)
    {
        internal Command To(long id) => new(id, TypedVersion.Read(Version));
    }
}
