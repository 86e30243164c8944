using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.SubmitRegistration;

public sealed record Query(long Id) : IQuery<Summary>;

/// <summary>The file before it is sent.</summary>
/// <param name="Missing">What is missing or wrong, by field, with the page it stands on.</param>
/// <param name="Existing">A live request for the same child, once the file is complete.</param>
public sealed record Summary(
    long Id, Answers Answers, bool HasPhoto, bool HasProof, string? SchoolAr, string? SchoolFr, string? ZoneAr, string? ZoneFr,
    bool IsOutside, int? DaysApart, IReadOnlyList<Gap> Missing, ExistingRequest? Existing);

public sealed record Gap(string Step, string Label, Said Reason);

/// <param name="OtherChild">The family says that the child of the same name and birth date is another one.</param>
public sealed record Command(long Id, bool OtherChild, string Language) : ICommand<Sent>;

public sealed record Sent(string Number);

public sealed class Handler(MassarDb db, Family family, Residence residence, Facts facts, TimeProvider clock) : IQueryHandler<Query, Summary>, ICommandHandler<Command, Sent>
{
    public async Task<Outcome<Summary>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        if (registration.State != RegistrationState.Draft)
            return Refusal.Conflict("registrations.already-sent").Next("registrations.already-sent.next");

        var answers = new Answers(registration.Answers);
        var missing = Missing(registration, answers);
        var school = registration.SchoolId is { } id ? await db.Places.Where(p => p.Id == id).Select(p => new { p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct) : null;
        var zoneId = answers.Number("Zone");
        var zone = zoneId > 0 ? await db.SchoolZones.Where(z => z.Id == zoneId).Select(z => new { z.NameAr, z.NameFr }).SingleOrDefaultAsync(ct) : null;
        return new Summary(registration.Id, answers, registration.PhotoId is not null, registration.ProofId is not null, school?.NameAr, school?.NameFr, zone?.NameAr, zone?.NameFr,
            registration.SchoolId is { } s && registration.ZoneSchoolId is { } z && s != z, Checks.DaysApart(answers), missing,
            missing.Count == 0 ? await db.ExistingFor(registration, ct) : null);
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, ct);
        if (registration is null)
            return Refusal.NotFound;

        var answers = new Answers(registration.Answers);
        await residence.Apply(registration, answers, ct);
        if (Missing(registration, answers) is { Count: > 0 } missing)
            return Refusal.Conflict("registrations.incomplete", missing.Count);
        if (await db.ExistingFor(registration, ct) is { } existing && (existing.IsSure || !command.OtherChild))
            return Refusal.Conflict(existing.IsSure ? "registrations.exists" : "registrations.exists-maybe");

        var now = clock.GetUtcNow().UtcDateTime;
        registration.Language = command.Language;
        registration.Write(answers);
        if (registration.Send(now) is { } refusal)
            return refusal;
        db.Note(registration, "sent", now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationSubmitted(registration.Id), ct);
        await db.SaveChangesAsync(ct);
        return new Sent(registration.Number);
    }

    private List<Gap> Missing(Registration registration, Answers answers)
    {
        var today = MoroccanDay.Today(clock);
        List<Gap> gaps = [];
        foreach (var topic in Topics.All.Where(t => t.Step != "tutor" || answers["Quality"] == "3"))
        {
            var wrong = Checks.Of([topic], answers, today, isWhole: true);
            gaps.AddRange(topic.Fields.Where(f => wrong.ContainsKey(f.Name)).Select(f => new Gap(topic.Step, f.Label, wrong[f.Name])));
        }

        if (registration.PhotoId is null)
            gaps.Add(new Gap("photo", "registrations.photo.label", new Said("registrations.missing.photo")));
        if (Residence.MissingReason(registration, answers) is { } reason)
            gaps.Add(new Gap("school", "registrations.field.zone-reason", reason));
        // The applicant must be there: an absent father cannot be the one who asks.
        if (Topics.Applicant(answers) is { } applicant && answers.Has(applicant + "Absent"))
            gaps.Add(new Gap("guardian", "registrations.field.quality", new Said("registrations.wrong.absent-applicant")));
        return gaps;
    }
}
