using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Ratings;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Notices.TellOfRatings;

/// <summary>An employee learns that the rating of a year is fixed; the number itself is read in the own space only.</summary>
public sealed class Handler(EmployeeDesk employees) : IFactHandler<RatingFixed>
{
    public Task Handle(RatingFixed notification, CancellationToken cancellationToken) => employees.Tell(notification.EmployeeId, employee => employee.Draft(
        string.Create(CultureInfo.InvariantCulture, $"rating/{notification.EmployeeId}/{notification.Year}/{notification.Version}"), notification.PlaceId, "notices.rating", Ratings.Links.Mine, notification.Year.ToString(CultureInfo.InvariantCulture)), cancellationToken);
}
