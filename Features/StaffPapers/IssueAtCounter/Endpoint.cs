using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffPapers.IssueAtCounter;

/// <summary>The manager issues a paper for the employee in front of the counter; who did it for whom and when is on record.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapPost("/counter/{employee:long}", (long employee, [FromForm] Input input, Bus bus) => bus.Do(new Command(employee, input.Kind)).ThenGo(paper => Links.Show(paper)));

        area.Api.MapPost("/counter/{employee:long}", (long employee, Input input, Bus bus) => bus.Do(new Command(employee, input.Kind)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>WorkCertificate, SituationStatement, ServiceStatement.</summary>
        public string? Kind { get; init; }
    }
}
