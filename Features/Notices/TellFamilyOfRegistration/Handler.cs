using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.TellFamilyOfRegistration;

/// <summary>
/// Tells a family, and a second guardian whom it let follow, what became of their request: by SMS, and by e-mail where the applicant gave
/// an address (circular 030-20: the guardian is told automatically in both cases).
/// </summary>
public sealed class Handler(MassarDb db, NoticeDesk desk)
    : IFactHandler<RegistrationSubmitted>, IFactHandler<RegistrationReturned>, IFactHandler<RegistrationRefused>, IFactHandler<RegistrationAccepted>,
      IFactHandler<RegistrationJoined>, IFactHandler<RegistrationJoinAnswered>
{
    public Task Handle(RegistrationSubmitted fact, CancellationToken ct) => Tell(fact.RegistrationId, "submitted", 0, ct);

    public Task Handle(RegistrationReturned fact, CancellationToken ct) => Tell(fact.RegistrationId, "returned", fact.Round, ct);

    public Task Handle(RegistrationRefused fact, CancellationToken ct) =>
        Tell(fact.RegistrationId, fact.Reason switch { RefusalReason.Age => "refused-age", RefusalReason.Zone => "refused-zone", _ => "refused-other" }, fact.Round, ct);

    public Task Handle(RegistrationAccepted fact, CancellationToken ct) => Tell(fact.RegistrationId, "accepted", 0, ct);

    // Only who sent the request: it answers who asks, and until then nobody else is told more.
    public async Task Handle(RegistrationJoined fact, CancellationToken ct)
    {
        var id = fact.RegistrationId;
        var request = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        await desk.Queue(new NoticeDraft(string.Create(CultureInfo.InvariantCulture, $"registration-joined/{id}/{fact.Phone}/{fact.At:yyyyMMddHHmm}"), request.SchoolId ?? 0, "notices.registration-joined", Formats.Phone(request.Phone), request.Language)
        {
            Phone = request.Phone,
            Email = EmailOf(request),
            Args = [request.Number],
            Address = Registrations.Links.Follow(id),
        }, ct);
    }

    // Who asked learns the answer, and after a refusal whom to see; of an end nothing is sent.
    public async Task Handle(RegistrationJoinAnswered fact, CancellationToken ct)
    {
        if (fact.State is not (PartyState.Accepted or PartyState.Refused))
            return;
        var (id, phone) = (fact.RegistrationId, fact.Phone);
        var request = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var party = await db.RegistrationParties.AsNoTracking().SingleAsync(p => p.RegistrationId == id && p.Phone == phone, ct);
        var what = fact.State == PartyState.Accepted ? "accepted" : "refused";
        await desk.Queue(new NoticeDraft(string.Create(CultureInfo.InvariantCulture, $"registration-join-{what}/{id}/{phone}"), request.SchoolId ?? 0, $"notices.registration-join-{what}", Formats.Phone(phone), party.Language)
        {
            Phone = phone,
            Args = [request.Number],
            Address = Registrations.Links.Follow(id),
        }, ct);
    }

    private static string? EmailOf(Registration request)
    {
        var answers = new Answers(request.Answers);
        return Topics.Applicant(answers) is { } applicant && answers.Has(applicant + "Email") ? answers.Text(applicant + "Email") : null;
    }

    private async Task Tell(long id, string what, int round, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var place = request.SchoolId is { } school
            ? await db.Places.Where(p => p.Id == school).Select(p => new { p.Id, p.NameAr, p.NameFr }).SingleAsync(ct)
            : await db.Places.Where(p => p.Kind == PlaceKind.Directorate && request.PlacePath.StartsWith(p.Path)).Select(p => new { p.Id, p.NameAr, p.NameFr }).SingleAsync(ct);
        var email = EmailOf(request);
        var others = await db.RegistrationParties.AsNoTracking().Where(p => p.RegistrationId == id && p.State == PartyState.Accepted).Select(p => new { p.Phone, p.Language }).ToListAsync(ct);

        List<(string Phone, string Language, string? Email)> recipients = [(request.Phone, request.Language, email), .. others.Select(o => (o.Phone, o.Language, (string?)null))];
        foreach (var (phone, language, mail) in recipients)
        {
            await desk.Queue(new NoticeDraft($"registration-{what}/{id}/{round}/{phone}", place.Id, $"notices.registration-{what}", Formats.Phone(phone), language)
            {
                Phone = phone,
                Email = mail,
                Args = [request.Number, language == "ar" ? place.NameAr : place.NameFr],
                Address = Registrations.Links.Follow(id),
            }, ct);
        }
    }
}
