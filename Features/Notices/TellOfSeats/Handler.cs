using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellOfSeats;

/// <summary>
/// The waiting list of the first year: the family learns that the child waits, that a seat is kept until an hour, and that it passed on;
/// the head learns what families answered, and the directorate where a child was taken above the capacity.
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk, AccountDesk accounts)
    : IFactHandler<RegistrationWaiting>, IFactHandler<RegistrationOffered>, IFactHandler<RegistrationOfferLapsed>, IFactHandler<RegistrationOfferAnswered>, IFactHandler<RegistrationAcceptedAbove>
{
    public Task Handle(RegistrationWaiting fact, CancellationToken ct) => TellFamily(fact.RegistrationId, "notices.registration-waiting", fact.Round, null, ct);

    public Task Handle(RegistrationOffered fact, CancellationToken ct) =>
        TellFamily(fact.RegistrationId, "notices.registration-offered", fact.Offer, $"{Formats.ShortDate(MoroccanDay.Of(fact.Until))} {Formats.Time(TimeOnly.FromDateTime(MoroccanDay.Local(fact.Until)))}", ct);

    public async Task Handle(RegistrationOfferLapsed fact, CancellationToken ct)
    {
        await TellFamily(fact.RegistrationId, "notices.registration-lapsed", fact.Offer, null, ct);
        await TellHead(fact.RegistrationId, "notices.registration-seat-lapsed", fact.Offer, ct);
    }

    public Task Handle(RegistrationOfferAnswered fact, CancellationToken ct) =>
        TellHead(fact.RegistrationId, fact.IsAccepted ? "notices.registration-seat-taken" : "notices.registration-seat-declined", fact.Offer, ct);

    public async Task Handle(RegistrationAcceptedAbove fact, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == fact.RegistrationId, ct);
        await TellOffices(request, "notices.registration-above", 0, Registrations.Permissions.Place, [.. Tree.Above(request.PlacePath)], ct);
    }

    // Who is to answer within hours is told by SMS as well; a second guardian follows it on the page.
    private async Task TellFamily(long id, string template, int round, string? until, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var school = await db.Places.Where(p => p.Id == request.SchoolId).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct);
        var answers = new Answers(request.Answers);
        var name = request.Language == "ar" ? school.NameAr : school.NameFr;
        await desk.Queue(new NoticeDraft(string.Create(CultureInfo.InvariantCulture, $"{template}/{id}/{round}"), request.SchoolId!.Value, template, Formats.Phone(request.Phone), request.Language)
        {
            Phone = request.Phone,
            Email = Topics.Applicant(answers) is { } applicant && answers.Has(applicant + "Email") ? answers.Text(applicant + "Email") : null,
            Args = until is null ? [request.Number, name] : [request.Number, name, until],
            Address = Registrations.Links.Follow(id),
        }, ct);
    }

    private async Task TellHead(long id, string template, int round, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        await TellOffices(request, template, round, Registrations.Permissions.Decide, [request.SchoolId!.Value], ct);
    }

    private async Task TellOffices(Registration request, string template, int round, string permission, List<int> places, CancellationToken ct)
    {
        var school = await db.Places.Where(p => p.Id == request.SchoolId).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct);
        var roles = Roles.All.Where(r => Roles.PermissionsOf(r).Contains(permission)).ToList();
        await accounts.Tell(accounts.Wearing(accounts.Hats.Where(h => places.Contains(h.PlaceId) && roles.Contains(h.Role))), AccountDesk.MostOfOffice, account => account.Draft(
            string.Create(CultureInfo.InvariantCulture, $"{template}/{request.Id}/{round}/{account.Id}"), request.SchoolId!.Value, template, Registrations.Links.Case(request.Id),
            request.Number, account.IsArabic ? school.NameAr : school.NameFr), ct);
    }
}
