using System.Globalization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.NameInterim;

/// <param name="Post">The office somebody is named for; null while it is chosen.</param>
public sealed record Query(string? Post) : IQuery<Entry>;

/// <summary>Offices without a present holder, or one of them with who could be named.</summary>
public sealed record Entry(DateOnly Today, IReadOnlyList<OpenPost> Posts, OpenPost? Post, IReadOnlyList<PersonToTrust> People) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Post is null ? Posts.Count : People.Count;
}

public sealed record Command(string? Post, string? Delegate, string? From, string? Until) : ICommand<DelegationIssued>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Delegate).Must(d => Handler.Account(d) > 0).WithMessage("decisions.delegation.who-needed");
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Until).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, InterimDesk desk, Doors doors, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, DelegationIssued>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (superior, today) = (DecisionActor.Of(user), MoroccanDay.Today(clock));
        if (string.IsNullOrEmpty(query.Post))
            return new Entry(today, await desk.Posts(superior, ct), null, []);
        return await desk.Find(superior, query.Post, ct) is { } post ? new Entry(today, [], post, await desk.People(post, superior, ct)) : Refusal.NotFound;
    }

    public async Task<Outcome<DelegationIssued>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (account, most) = (Account(command.Delegate), (await YearFigures.Current(db, "decisions.", ct)).Number("delegation-days", 366, 1, 1100));
        var named = await desk.Name(DecisionActor.Of(user), command.Post, account, TypedDay.Read(command.From)!.Value, TypedDay.Read(command.Until)!.Value, most, ct);
        doors.Forget(account);
        return named;
    }

    internal static long Account(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : 0;
}
