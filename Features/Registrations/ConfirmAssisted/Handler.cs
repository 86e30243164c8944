using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ConfirmAssisted;

public sealed record Query(long Id) : IQuery<Waiting>;

/// <summary>Where the code went, its end only, and whether it is still taken.</summary>
/// <param name="MaskedPhone">Null where no code runs.</param>
public sealed record Waiting(long Id, string ChildAr, string ChildLatin, string? MaskedPhone, bool TakesCode);

/// <param name="Network">From where the code is given: an IPv4 address or the /64 of an IPv6 one.</param>
public sealed record Command(long Id, string? Code, string Network) : ICommand<Confirmed>, IRunsItsOwnUnits;

public sealed record Confirmed(string Number);

/// <summary>
/// A wrong code counts though it is refused. With the right one the request, its files, its history, the family's notice and the sealed
/// receipt come to be together, or not at all; until then no row bears the guardian's telephone.
/// </summary>
public sealed class Handler(
    MassarDb db, AssistDesk desk, UnitOfWork unit, RegistrationCodes codes, CodeLimits limits, Residence residence, ReceiptDesk receipts, Facts facts, CurrentUser user, TimeProvider clock)
    : IQueryHandler<Query, Waiting>, ICommandHandler<Command, Confirmed>
{
    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct)
    {
        var draft = await desk.Open.AsNoTracking().SingleOrDefaultAsync(d => d.Id == query.Id, ct);
        return draft is null ? Refusal.NotFound : new Waiting(draft.Id, draft.ChildAr, draft.ChildLatin, MoroccanPhone.Read(draft.CodePhone)?.Masked, draft.TakesCode(clock.GetUtcNow().UtcDateTime));
    }

    public async Task<Outcome<Confirmed>> Handle(Command command, CancellationToken ct)
    {
        if (OneTimeCode.Read(command.Code) is null)
            return Refusal.Invalid("Code", "registrations.code.not-a-code");

        var tried = await unit.Run<Tried>("Registrations.ConfirmAssisted", async token =>
        {
            // Locked: guesses sent at once are counted one by one, and of two presses one sends and the other finds it sent.
            var draft = await desk.Here.Where(d => d.Id == command.Id).ForUpdate().SingleOrDefaultAsync(token);
            if (draft is null)
                return Refusal.NotFound;
            if (draft.RegistrationId is { } sent)
                return new Tried(Registration.NumberOf(draft.SchoolYearId, sent), 0);
            var now = clock.GetUtcNow().UtcDateTime;
            if (!draft.TakesCode(now))
                return Over;
            var phone = draft.CodePhone!;
            if (await limits.Try(phone, command.Network, token) is { } wait)
                return wait;
            if (!codes.MatchesAtDesk(draft, command.Code))
            {
                draft.Tries++;
                await db.SaveChangesAsync(token);
                return new Tried(null, RegistrationAccess.MaxTries - draft.Tries);
            }

            await limits.WasRight(phone, command.Network, token);
            var number = await Send(draft, phone, now, token);
            return number.IsRefused ? number.Refusal! : new Tried(number.Value, 0);
        }, ct);

        if (tried.IsRefused)
            return tried.Refusal!;
        if (tried.Value.Number is { } given)
            return new Confirmed(given);
        return tried.Value.Left > 0 ? Refusal.Invalid("Code", "registrations.code.wrong", tried.Value.Left) : Over;
    }

    private async Task<Outcome<string>> Send(DeskDraft draft, string phone, DateTime now, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var windows = await RegistrationWindows.On(db, draft.SchoolId, today, ct);
        if (windows.YearFor(draft.SchoolYearId, today) is not { } year)
            return windows.Closed();

        var uploads = await db.DeskUploads.Where(u => u.DraftId == draft.Id).ToListAsync(ct);
        var answers = new Answers(draft.Answers);
        var request = draft.AsRequest(phone, uploads.Exists(u => u.Topic == "photo"));
        request.SchoolYearId = year;
        await residence.Apply(request, answers, ct);
        request.Write(answers);
        if ((await desk.Check(request, ct)).Refuses(draft.IsOtherChild) is { } refusal)
            return refusal;

        request.PhotoId = request.ProofId = null;
        foreach (var upload in uploads)
        {
            var file = StoredFile.Of(upload.Kind, upload.ContentType, upload.Bytes, now);
            db.StoredFiles.Add(file);
            await db.SaveChangesAsync(ct);
            if (upload.Topic == "photo") request.PhotoId = file.Id;
            else request.ProofId = file.Id;
        }

        if (request.Send(now) is { } closed)
            return closed;
        db.Registrations.Add(request);
        await db.SaveChangesAsync(ct);
        db.Note(request, History.SentAtDesk, now, user);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationSubmitted(request.Id), ct);
        var receipt = await receipts.Issue(request, draft.PlaceId, ct);
        if (receipt.IsRefused)
            return receipt.Refusal!;
        await db.SaveChangesAsync(ct);
        draft.Become(request.Id, receipt.Value.Id, now);
        db.DeskUploads.RemoveRange(uploads);
        await db.SaveChangesAsync(ct);
        return request.Number;
    }

    private static Refusal Over => Refusal.Conflict("registrations.code.over").Next("registrations.assist.code-over.next");

    private sealed record Tried(string? Number, int Left);
}
