using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Enrollments.SetNextSchool;

/// <summary>The head says which school of the directorate takes those who finish a cycle here.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Roll);

        area.Pages.MapGet("roll-over/schools", (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost("roll-over/schools", ([FromForm] Input input, Bus bus) => bus.Do(new Command(input.Level, input.School)).ThenAsk(new Query()).Saying("enrollments.next-school.saved").As<Form>());

        area.Api.MapGet("roll-over/schools", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPut("roll-over/schools/{level}", (string level, ApiInput input, Bus bus) => bus.Do(new Command(level, $"{input.School}")).AsJson());
    }

    public sealed record Input
    {
        public string? Level { get; init; }

        public string? School { get; init; }
    }

    public sealed record ApiInput(int School);
}
