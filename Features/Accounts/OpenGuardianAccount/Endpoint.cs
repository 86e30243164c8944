using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.OpenGuardianAccount;

/// <summary>A school's desk opens the account of a guardian who stands for a child there, however the guardian came into the file, and prints the slip.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/desk/guardians/{guardian:long}";

    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Desk).NeverStored();

        desk.Pages.MapGet(Route, (long guardian, Bus bus) => bus.Ask(new Query(guardian)).Then(person => person.AccountId is { } account
            ? new GoAnswer(Links.DeskCode(account), null, [])
            : (IResult)new PartialAnswer(typeof(Form), new() { [nameof(Form.Model)] = person })));
        // The answer to the post is the paper itself: the code is shown once and kept nowhere.
        desk.Pages.MapPost(Route, (long guardian, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(guardian, input.Identity)).ThenAsk(new Query(guardian))
            .Ending(slip => new PartialAnswer(typeof(Paper), new() { [nameof(Paper.Model)] = slip })).As<Form>());

        desk.Api.MapPost(Route, (long guardian, Input input, Bus bus) => bus.Do(new Command(guardian, input.Identity)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>By what the desk knows the person: card, passport, school-card, by-sight or guardian-card.</summary>
        public string? Identity { get; init; }
    }
}
