using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.OutOfSchool;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Notices.TellOfChildren;

/// <summary>Who follows children out of school is told how many were found; the director of those nobody follows, and of what rests too long. No name stands in it.</summary>
public sealed class Handler(AccountDesk accounts) : IFactHandler<ChildrenFound>, IFactHandler<FollowUpsLate>
{
    public Task Handle(ChildrenFound notification, CancellationToken cancellationToken)
    {
        var (place, owner, count) = (notification.DirectorateId, notification.AccountId, notification.Found.ToString(CultureInfo.InvariantCulture));
        var told = owner is { } account ? accounts.Wearing(accounts.Hats.Where(h => h.PlaceId == place)).Where(a => a.Id == account) : accounts.Holding(place, Roles.ProvincialDirector);
        return Tell(told, place, string.Create(CultureInfo.InvariantCulture, $"out-of-school/found/{place}/{notification.Day:yyyyMMdd}/{(owner is null ? "nobody" : "own")}"), "notices.out-of-school-found",
            Massar.Features.OutOfSchool.Links.All(owner is null ? "nobody" : null), count, cancellationToken);
    }

    public Task Handle(FollowUpsLate notification, CancellationToken cancellationToken)
    {
        var place = notification.DirectorateId;
        return Tell(accounts.Holding(place, Roles.ProvincialDirector), place, string.Create(CultureInfo.InvariantCulture, $"out-of-school/late/{place}/{notification.Day:yyyyMMdd}"), "notices.out-of-school-late",
            Massar.Features.OutOfSchool.Links.All("late"), notification.Cases.ToString(CultureInfo.InvariantCulture), cancellationToken);
    }

    private Task Tell(IQueryable<Account> told, int place, string key, string template, string address, string count, CancellationToken ct) =>
        accounts.Tell(told, AccountDesk.MostOfOffice, one => one.Draft($"{key}/a{one.Id.ToString(CultureInfo.InvariantCulture)}", place, template, address, count) with { Email = one.Email }, ct);
}
