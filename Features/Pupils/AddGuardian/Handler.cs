using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.AddGuardian;

public sealed record Query(long Pupil) : IQuery<Child>;

public sealed record Child(long Pupil, string MassarCode, string NameAr, string NameLatin);

/// <summary>Answers the guardian's number.</summary>
public sealed record Command(
    long Pupil, string? Quality, string? LastNameAr, string? FirstNameAr, string? LastNameLatin, string? FirstNameLatin, string? Cin, string? Phone, string? Custody, string? StartsOn,
    TypedProof Proof) : ICommand<long>
{
    public string NameAr => BidiSafe.Clean($"{LastNameAr} {FirstNameAr}");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Child>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Child>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Pupil;
        var found = await db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db)
            .Select(p => new Child(p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin)).SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Pupil;
        // The child's row is held: the same person written down twice at once becomes one link.
        if (await db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db).Select(p => p.Id).ForUpdate().SingleOrDefaultAsync(ct) == 0)
            return Refusal.NotFound;
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == id, ct))
            return Refusal.Conflict("pupils.own-child").Next("pupils.own-child.next").Recorded();

        var cin = Cin.Read(command.Cin)?.ToString();
        var person = cin is null ? null : await db.Guardians.Where(g => g.Cin == cin).OrderBy(g => g.Id).FirstOrDefaultAsync(ct);
        // Known to the child's file without a card: the same name and telephone are the same person, who gets the card now.
        if (person is null && cin is not null && MoroccanPhone.Read(command.Phone)?.E164 is { } phone)
        {
            var name = ArabicFolding.Fold(command.NameAr);
            person = (await db.Guardians.Where(g => g.Cin == null && g.Phone == phone && db.Guardianships.Any(l => l.GuardianId == g.Id && l.PupilId == id)).OrderBy(g => g.Id).ToListAsync(ct))
                .Find(g => ArabicFolding.Fold(g.FullNameAr) == name);
            if (person is not null)
                person.Cin = cin;
        }

        // The card decides who somebody is; another name under it is a mistake in one of the two.
        if (person is not null && ArabicFolding.Fold(person.FullNameAr) != ArabicFolding.Fold(command.NameAr))
            return Refusal.Invalid(nameof(command.Cin), "pupils.guardian.other-name");
        if (person is null)
        {
            db.Guardians.Add(person = new Guardian
            {
                LastNameAr = BidiSafe.Clean(command.LastNameAr),
                FirstNameAr = BidiSafe.Clean(command.FirstNameAr),
                LastNameLatin = BidiSafe.Clean(command.LastNameLatin),
                FirstNameLatin = BidiSafe.Clean(command.FirstNameLatin),
                Cin = cin,
                Phone = MoroccanPhone.Read(command.Phone)?.E164,
            });
            await db.SaveChangesAsync(ct);
        }

        var (guardian, from) = (person.Id, TypedDay.Read(command.StartsOn)!.Value);
        var quality = Enum.Parse<GuardianQuality>(command.Quality!);
        if (!await db.GiveRight(guardian, id, quality, GuardianshipState.Active, command.Custody == "yes", from, ct))
            return Refusal.Conflict("pupils.guardian.already", person.FullNameAr).Next("pupils.guardian.already.next");
        db.PupilCorrections.Add(PupilCorrection.By(user, clock.GetUtcNow().UtcDateTime, id, command.Proof, reason: null, new CorrectedField("Guardian", null, person.FullNameAr)));
        await db.SaveChangesAsync(ct);
        return guardian;
    }
}
