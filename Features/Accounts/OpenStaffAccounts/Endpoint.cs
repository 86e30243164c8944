using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.OpenStaffAccounts;

/// <summary>A head, or an office, opens the accounts of all of its staff who have none, each with the role the files hold, and prints the sheet of slips.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Staff).NeverStored();

        area.Pages.MapGet("/staff/open", (Bus bus) => bus.Ask(new Query()).As<Form>());
        area.Pages.MapPost("/staff/open", (Bus bus) => bus
            .Do(new Command()).Then(slips => new PartialAnswer(typeof(Papers), new() { [nameof(Papers.Model)] = slips })));

        area.Api.MapPost("/staff/open", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
