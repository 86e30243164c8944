using Massar.Features.Accounts.Domain;
using Massar.Features.Accounts.Parts;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.IssueRecoveryCode;

/// <summary>A desk prints a code for a person it knows by sight, who then chooses the password alone.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Desk, Permissions.Manage).NeverStored();

        desk.Pages.MapGet("/desk/{account:long}", (long account, Bus bus) => bus.Ask(new Query(account)).As<Form>());
        // The answer to the post is the paper itself: the code is shown once and kept nowhere.
        desk.Pages.MapPost("/desk/{account:long}", (long account, [FromForm(Name = "Reset")] string? reset, Bus bus) => bus
            .Do(new Command(account, reset is not null))
            .Then(slip => new PartialAnswer(typeof(Paper), new() { [nameof(Paper.Model)] = slip })));

        desk.Api.MapPost("/desk/{account:long}", (long account, ApiInput input, Bus bus) => bus.Do(new Command(account, input.ResetsSecondFactor)).AsJson());
    }

    public sealed record ApiInput(bool ResetsSecondFactor);
}
