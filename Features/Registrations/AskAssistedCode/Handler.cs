using FluentValidation;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.AskAssistedCode;

public sealed record Query(long Id) : IQuery<Summary>;

/// <summary>The file as it would be sent.</summary>
/// <param name="MaskedPhone">The end of the number the code goes to; null where the file names none that receives SMS.</param>
/// <param name="Obstacle">What keeps the code from being sent; null when nothing does, or only what is missing.</param>
/// <param name="MayBeOther">A live request has the same names and birth date: the guardian says whether this is another child.</param>
public sealed record Summary(
    long Id, int Version, string Language, Answers Answers, bool HasPhoto, bool HasProof, string? SchoolAr, string? SchoolFr, string? ZoneAr, string? ZoneFr,
    bool IsOutside, int? DaysApart, IReadOnlyList<Gap> Missing, string? MaskedPhone, Refusal? Obstacle, bool MayBeOther) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Network">An IPv4 address or the /64 of an IPv6 one.</param>
public sealed record Command(long Id, int Version, string? Language, bool OtherChild, string Network) : ICommand;

public sealed class Handler(MassarDb db, AssistDesk desk, RegistrationCodes codes, CodeLimits limits, Facts facts, TimeProvider clock) : IQueryHandler<Query, Summary>, ICommandHandler<Command>
{
    public async Task<Outcome<Summary>> Handle(Query query, CancellationToken ct)
    {
        var draft = await desk.Open.AsNoTracking().SingleOrDefaultAsync(d => d.Id == query.Id, ct);
        if (draft is null)
            return Refusal.NotFound;
        var uploads = await desk.Uploads(draft.Id, ct);
        var answers = new Answers(draft.Answers);
        var request = draft.AsRequest(AssistDesk.PhoneOf(answers), uploads.ContainsKey("photo"));
        var found = await desk.Check(request, ct);
        var school = draft.SchoolId is { } id ? await db.Places.Where(p => p.Id == id).Select(p => new { p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct) : null;
        var zoneId = answers.Number("Zone");
        var zone = zoneId > 0 ? await db.SchoolZones.Where(z => z.Id == zoneId).Select(z => new { z.NameAr, z.NameFr }).SingleOrDefaultAsync(ct) : null;
        var mayBeOther = found.Existing is { IsSure: false };
        return new Summary(draft.Id, draft.Version, draft.Language, answers, uploads.ContainsKey("photo"), uploads.ContainsKey("proof"), school?.NameAr, school?.NameFr, zone?.NameAr, zone?.NameFr,
            draft.SchoolId is { } s && draft.ZoneSchoolId is { } z && s != z, Checks.DaysApart(answers), found.Missing, MoroccanPhone.Read(found.Phone)?.Masked,
            found.Missing.Count > 0 ? null : found.Refuses(isOtherChild: true), mayBeOther);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var draft = await desk.Open.Where(d => d.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (draft is null)
            return Refusal.NotFound;
        // What is read to the guardian is what is confirmed: not what a colleague changed meanwhile.
        if (draft.Version != command.Version)
            return Refusal.Stale;
        var today = MoroccanDay.Today(clock);
        var windows = await RegistrationWindows.On(db, draft.SchoolId, today, ct);
        if (windows.YearFor(draft.SchoolYearId, today) is null)
            return windows.Closed();

        var hasPhoto = await db.DeskUploads.AnyAsync(u => u.DraftId == draft.Id && u.Topic == "photo", ct);
        var found = await desk.Check(draft.AsRequest(AssistDesk.PhoneOf(new Answers(draft.Answers)), hasPhoto), ct);
        if (found.Refuses(command.OtherChild) is { } refusal)
            return refusal;
        var phone = found.Phone!;
        if (await limits.Ask(phone, Fingerprint.Of(command.Network), ct) is { } wait)
            return wait;

        var (code, now) = (OneTimeCode.New(), clock.GetUtcNow().UtcDateTime);
        draft.Ask(phone, codes.HashForDesk(draft.PublicId, code), command.Language == "fr" ? "fr" : "ar", command.OtherChild, now);
        var here = await db.Places.Where(p => p.Id == draft.PlaceId).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct);
        await facts.Tell(new RegistrationDeskCodeAsked(draft.PublicId, now, phone, code, draft.Language, here.NameAr, here.NameFr), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Language).Must(l => l is "ar" or "fr").WithMessage("registrations.choose");
}
