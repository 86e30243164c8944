using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>What a draft at the desk was found to be before a code is sent, and again when the code is given.</summary>
/// <param name="Missing">What is missing or wrong.</param>
/// <param name="Phone">The applicant's telephone as it stands in the file, E.164; null where it is not one that receives SMS.</param>
/// <param name="IsOwnFamily">The file is of the family of whoever sits at the desk.</param>
/// <param name="IsStaffPhone">The telephone is that of somebody who works at this desk.</param>
/// <param name="Existing">A live request that is, or may be, for the same child; looked for once nothing is missing.</param>
public sealed record Checked(IReadOnlyList<Gap> Missing, string? Phone, bool IsOwnFamily, bool IsStaffPhone, ExistingRequest? Existing)
{
    /// <summary>Why no code is sent and nothing confirmed; null when all is well.</summary>
    /// <param name="isOtherChild">The guardian says that the child of the same names is another one.</param>
    public Refusal? Refuses(bool isOtherChild)
    {
        if (Missing.Count > 0)
            return Refusal.Conflict("registrations.incomplete", Missing.Count);
        if (IsOwnFamily)
            return Refusal.Conflict("registrations.assist.own-family").Next("registrations.assist.own-family.next");
        if (Phone is null)
            return Refusal.Conflict("registrations.assist.no-mobile").Next("registrations.assist.no-mobile.next");
        if (IsStaffPhone)
            return Refusal.Conflict("registrations.assist.staff-phone").Next("registrations.assist.staff-phone.next");
        return Existing switch
        {
            { IsSure: true } => Refusal.Conflict("registrations.exists").Next("registrations.assist.exists.next"),
            not null when !isOtherChild => Refusal.Conflict("registrations.exists-maybe").Next("registrations.exists-maybe.next"),
            _ => null,
        };
    }
}

/// <summary>Drafts of the worn hat's desk: nobody else's, not even of the office above.</summary>
public sealed class AssistDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>Those not confirmed yet.</summary>
    public IQueryable<DeskDraft> Open => Here.Where(d => d.RegistrationId == null);

    /// <summary>Those whose receipt may still be printed, besides.</summary>
    public IQueryable<DeskDraft> Here
    {
        get
        {
            var (place, since) = (user.PlaceId, clock.GetUtcNow().UtcDateTime - DeskDraft.ReceiptFor);
            return db.DeskDrafts.Where(d => d.PlaceId == place && (d.RegistrationId == null || d.ConfirmedAt > since));
        }
    }

    /// <summary>Judges a draft by the rules the family's own form has.</summary>
    /// <param name="request">The draft as the request it would be.</param>
    public async Task<Checked> Check(Registration request, CancellationToken ct)
    {
        var answers = new Answers(request.Answers);
        var missing = Gaps.Of(request, answers, MoroccanDay.Today(clock));
        var phone = PhoneOf(answers);
        return new Checked(missing, phone, await OwnFamily.Has(db, user, answers, ct), phone is not null && await IsOfStaff(phone, ct), missing.Count == 0 ? await db.ExistingFor(request, ct) : null);
    }

    /// <summary>The applicant's mobile telephone, E.164: what the file says of the guardian is what the code goes to.</summary>
    public static string? PhoneOf(Answers answers) =>
        Topics.Applicant(answers) is { } who && MoroccanPhone.Read(answers[who + "Phone"]) is { IsMobile: not false } phone ? phone.E164 : null;

    /// <summary>Which files the family brought: number by topic.</summary>
    public Task<Dictionary<string, Guid>> Uploads(long draft, CancellationToken ct) =>
        db.DeskUploads.Where(u => u.DraftId == draft).ToDictionaryAsync(u => u.Topic, u => u.PublicId, ct);

    /// <summary>Keeps a file in the place of the one before.</summary>
    public async Task Keep(long draft, string topic, StoredFile file, CancellationToken ct)
    {
        var kept = await db.DeskUploads.SingleOrDefaultAsync(u => u.DraftId == draft && u.Topic == topic, ct);
        if (kept is null)
            db.DeskUploads.Add(new DeskUpload { DraftId = draft, Topic = topic, PublicId = file.PublicId, Kind = file.Kind, ContentType = file.ContentType, Bytes = file.Content!.Bytes });
        else
            (kept.PublicId, kept.Kind, kept.ContentType, kept.Bytes) = (file.PublicId, file.Kind, file.ContentType, file.Content!.Bytes);
    }

    // Nobody at the desk may stand in for the guardian: one's own telephone, or a colleague's, receives no code here.
    private Task<bool> IsOfStaff(string phone, CancellationToken ct)
    {
        var (place, me, today) = (user.PlaceId, user.AccountId, MoroccanDay.Today(clock));
        return db.Accounts.AnyAsync(a => a.Phone == phone && (a.Id == me || a.Hats.Any(h => h.PlaceId == place && h.Role != Roles.Guardian && h.Role != Roles.Pupil && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today))), ct);
    }
}
