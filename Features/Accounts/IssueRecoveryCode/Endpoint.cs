using Massar.Features.Accounts.Domain;
using Massar.Features.Accounts.Parts;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.IssueRecoveryCode;

/// <summary>A desk, or the office above for heads, prints a code for a person whose identity it checked, who then chooses the password alone; the old sessions end at once (acceptance check AC-WAL-9).</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Desk, Permissions.Manage, Permissions.Staff).NeverStored();

        desk.Pages.MapGet("/desk/{account:long}", (long account, Bus bus) => bus.Ask(new Query(account)).As<Form>());
        // The answer to the post is the paper itself: the code is shown once and kept nowhere.
        desk.Pages.MapPost("/desk/{account:long}", (long account, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(account, input.Reset is not null, input.Identity)).ThenAsk(new Query(account))
            .Ending(slip => new PartialAnswer(typeof(Paper), new() { [nameof(Paper.Model)] = slip })).As<Form>());

        desk.Api.MapPost("/desk/{account:long}", (long account, ApiInput input, Bus bus) => bus.Do(new Command(account, input.ResetsSecondFactor, input.Identity)).AsJson());
    }

    public sealed record Input
    {
        public string? Reset { get; init; }

        public string? Identity { get; init; }
    }

    /// <param name="Identity">By what the desk knows the person: card, passport, school-card, by-sight or guardian-card.</param>
    public sealed record ApiInput(bool ResetsSecondFactor, string? Identity);
}
