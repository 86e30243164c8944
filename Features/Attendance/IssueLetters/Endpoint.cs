using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.IssueLetters;

/// <summary>A supervisor or head has the letters of all open follow-ups made that have none, in the background.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapPost("letters/make", (Bus bus) => bus.Do(new Command()).ThenGo(started => Jobs.Links.Job(started.Job)));

        area.Api.MapPost("letters/make", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
