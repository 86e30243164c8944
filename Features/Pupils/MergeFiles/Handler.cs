using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.MergeFiles;

public sealed record Query(long Pupil, long Other) : IQuery<Compared>;

/// <param name="MayStay">Codes of which one is chosen to stay; empty where the files cannot be merged now.</param>
/// <param name="Obstacles">What has to be settled first.</param>
/// <param name="OfficeAr">Who decides; null where the school alone does.</param>
public sealed record Compared(long Pupil, FilePair Files, IReadOnlyList<string> MayStay, IReadOnlyList<Refusal> Obstacles, string? OfficeAr, string? OfficeFr) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;
}

/// <summary>Answers the number of the case.</summary>
/// <param name="Seen">Of the two files that were read.</param>
/// <param name="Keep">The code that stays, as it was shown.</param>
public sealed record Command(long Pupil, long Other, string? Seen, string? Keep, TypedProof Proof, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Keep).NotEmpty().WithMessage("pupils.merge.keep.choose");
        this.HasProof(c => c.Proof, clock);
        RuleFor(c => c.Reason).IsChangeReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, PupilLookups lookups, TimeProvider clock) : IQueryHandler<Query, Compared>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Compared>> Handle(Query query, CancellationToken ct)
    {
        if (lookups.Spend(user.AccountId) is { } wait)
            return Refusal.TooMany(wait);
        if (await Find(query.Pupil, query.Other, ct) is not var (pair, shown))
            return Refusal.NotFound;
        var office = await desk.OfficeOf(pair, ct) is { } place ? await db.Places.Where(p => p.Id == place).Select(p => new { p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct) : null;
        var obstacles = pair.Obstacles.ToList();
        return new Compared(query.Pupil, shown, obstacles.Count > 0 ? [] : [.. pair.MayStay.Select(s => shown.Of(s.Id).MassarCode)], obstacles, office?.NameAr, office?.NameFr);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var (id, with) = (command.Pupil, command.Other);
        await desk.Hold(id, with, ct);
        if (await Find(id, with, ct) is not var (pair, shown))
            return Refusal.NotFound;
        if (pair.Obstacles.FirstOrDefault() is { } obstacle)
            return obstacle;
        if (command.Seen != pair.Seen)
            return Refusal.Stale;
        if (await desk.Own(id, with, null, ct) is { } own)
            return own;
        if (pair.MayStay.FirstOrDefault(s => shown.Of(s.Id).MassarCode == command.Keep?.Trim()) is not { } kept)
            return Refusal.Invalid(nameof(command.Keep), "pupils.merge.keep.choose");

        var merge = new PupilMerge
        {
            KeptId = kept.Id,
            OtherId = pair.NotOf(kept.Id).Id,
            PlaceId = user.PlaceId,
            OtherPlaceId = pair.Of(with).Home?.SchoolId,
            OfficeId = await desk.OfficeOf(pair, ct),
            Proof = Enum.Parse<ProofKind>(command.Proof.Kind!),
            ProofReference = BidiSafe.Clean(command.Proof.Reference),
            ProofOn = TypedDay.Read(command.Proof.On)!.Value,
            Reason = BidiSafe.CleanLines(command.Reason),
            ProposedByAccountId = user.AccountId,
            ProposedAt = clock.GetUtcNow().UtcDateTime,
        }.Begin();
        db.PupilMerges.Add(merge);
        if (merge.OfficeId is null)
            await desk.Do(merge, null, ct);
        await desk.Settle(merge, merge.OfficeId is null ? "done" : "proposed", ct);
        return merge.Id;
    }

    // A file of the hat's school, and one that was announced beside it as possibly the same child: codes cannot be tried.
    private async Task<(FilePair Pair, FilePair Shown)?> Find(long id, long other, CancellationToken ct)
    {
        var filed = await db.Pupils.AsNoTracking().Where(p => p.Id == id || p.Id == other).FiledBelow(user, db).ToListAsync(ct);
        if (filed.Find(p => p.Id == id) is not { } pupil || !(await db.PossiblePupils(pupil, ct)).Any(p => p.Id == other))
            return null;
        var pair = await desk.Pair(id, other, 0, ct);
        return pair.One.Home?.SchoolId == user.PlaceId ? (pair, pair.SeenWith([.. filed.Select(p => p.Id)])) : null;
    }
}
