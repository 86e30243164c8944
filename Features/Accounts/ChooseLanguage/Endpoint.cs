using FluentValidation;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ChooseLanguage;

/// <summary>A person chooses the language of pages, messages and papers.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn();

        // The address's "lang" also sets this browser's cookie, which would otherwise outweigh the account's choice.
        mine.Pages.MapPost("/me/language", ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Language)).ThenGo(_ => $"{Links.Me}?lang={input.Language}", saying: "ui.saved"));
        mine.Api.MapPut("/me/language", (Input input, Bus bus) => bus.Do(new Command(input.Language)).AsJson());
    }

    public sealed record Input
    {
        public string? Language { get; init; }
    }
}

public sealed record Command(string? Language) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Language).Must(Languages.IsKnown).WithMessage("accounts.language.unknown");
}

public sealed class Handler(MassarDb db, CurrentUser user) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == user.AccountId, ct);
        account.Language = command.Language;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
