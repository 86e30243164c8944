using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.AskTransfer;

/// <param name="Code">A Massar code as typed; null opens the empty form.</param>
public sealed record Query(string? Code) : IQuery<Wanted>;

/// <param name="Pupil">What another school needs to know that it is the right child; null when nobody was found.</param>
public sealed record Wanted(string? Typed, Found? Pupil, IReadOnlyList<Term> Reasons) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Pupil is null ? 0 : 1;
}

/// <param name="IsHere">Already a pupil of the school that asks.</param>
/// <param name="IsMoving">Another transfer is under way.</param>
/// <param name="IsTaught">The school that asks has a class of the pupil's level and stream.</param>
/// <param name="SchoolAr">Null when the pupil is at no school this year.</param>
public sealed record Found(
    string MassarCode, string NameAr, string NameLatin, string? SchoolAr, string? SchoolFr, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, bool IsHere, bool IsMoving, bool IsTaught)
{
    public bool CanBeAsked => SchoolAr is not null && !IsHere && !IsMoving && IsTaught;
}

/// <summary>Answers the number of the transfer.</summary>
public sealed record Command(string? Code, string? ReasonCode, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Code).Must(c => MassarCode.Read(c) is not null).WithMessage("transfers.code.wrong");
        RuleFor(c => c.Reason).FitsReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk, PupilLookups lookups, LookBook looks, UnitOfWork unit, TimeProvider clock) : IQueryHandler<Query, Wanted>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Wanted>> Handle(Query query, CancellationToken ct)
    {
        var reasons = await db.TermsOf(TransferKinds.Reasons, ct);
        if (MassarCode.Read(query.Code) is not { } code)
            return new Wanted(query.Code, null, reasons);
        if (lookups.Spend(user.AccountId) is { } wait)
            return Refusal.TooMany(wait);
        var living = await db.LivingCode(code.Value, ct);
        var pupil = await db.Pupils.AsNoTracking().Where(p => p.MassarCode == living).Select(p => new { p.Id, p.MassarCode, p.FirstNameAr, p.LastNameAr, p.FirstNameLatin, p.LastNameLatin, IsMoving = db.Transfers.Any(t => t.LiveKey == p.Id) }).SingleOrDefaultAsync(ct);
        if (pupil is null)
            return new Wanted(query.Code, null, reasons);
        var seat = await TransferDesk.SeatOf(db, db.Pupils.Where(p => p.Id == pupil.Id), ct);
        if (seat?.SchoolId != user.PlaceId)
        {
            await Note(pupil.Id, ct);
            looks.Note(user, LookPurposes.Transfer, [pupil.Id]);
        }

        var (school, year, level, stream) = (user.PlaceId, seat?.SchoolYearId, seat?.LevelCode, seat?.StreamCode);
        var isTaught = seat is not null && await db.Classes.AnyAsync(c => c.SchoolId == school && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream, ct);
        return new Wanted(query.Code, new Found(
            pupil.MassarCode, $"{pupil.LastNameAr} {pupil.FirstNameAr}", $"{pupil.LastNameLatin} {pupil.FirstNameLatin}", seat?.SchoolAr, seat?.SchoolFr,
            seat?.LevelAr, seat?.LevelFr, seat?.StreamAr, seat?.StreamFr, seat?.SchoolId == user.PlaceId, pupil.IsMoving, isTaught), reasons);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (!await db.HasTerm(TransferKinds.Reasons, command.ReasonCode, ct))
            return Refusal.Invalid(nameof(command.ReasonCode), "transfers.reason.choose");
        if (lookups.Spend(user.AccountId) is { } wait)
            return Refusal.TooMany(wait);
        var code = await db.LivingCode(MassarCode.Read(command.Code)!.Value.Value, ct);
        if (!await db.Pupils.AnyAsync(p => p.MassarCode == code, ct))
            return Refusal.Invalid(nameof(command.Code), "transfers.code.nobody");
        return await desk.Ask(db.Pupils.Where(p => p.MassarCode == code), user.PlaceId, TransferOrigin.Receiver, command.ReasonCode!, command.Reason, null, ct);
    }

    // Before anything is shown: the child's own school reads who looked.
    private Task Note(long pupil, CancellationToken ct) => unit.Run("Transfers.LookUp", async token =>
    {
        db.PupilLooks.Add(new PupilLook { PupilId = pupil, PlaceId = user.PlaceId, AccountId = user.AccountId, At = clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(token);
    }, ct);
}
