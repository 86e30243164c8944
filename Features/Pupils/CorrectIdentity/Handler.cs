using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.CorrectIdentity;

public sealed record Query(long Pupil) : IQuery<Entry>;

/// <summary>The file as it is now.</summary>
public sealed record Entry(long Pupil, string MassarCode, string NameAr, string NameLatin, int Version, PupilIdentity Identity);

/// <param name="Version">Of the file that was read.</param>
/// <param name="Identity">What it is to say, cleaned.</param>
/// <param name="NotTheSame">Massar code of a possible double that was looked at and is another child.</param>
public sealed record Command(long Pupil, string? Version, PupilIdentity Identity, TypedProof Proof, string? Reason, string? NotTheSame) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, PupilLookups lookups, Reader reader, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Pupil;
        var pupil = await db.Pupils.AsNoTracking().Where(p => p.Id == id).EnrolledNowAt(user, db).SingleOrDefaultAsync(ct);
        return pupil is null ? Refusal.NotFound : new Entry(pupil.Id, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin, pupil.Version, PupilIdentity.Of(pupil));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Pupil;
        var pupil = await db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db).SingleOrDefaultAsync(ct);
        if (pupil is null)
            return Refusal.NotFound;
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == id, ct))
            return Refusal.Conflict("pupils.own-child").Next("pupils.own-child.next").Recorded();
        if (command.Version != pupil.Version.ToString(CultureInfo.InvariantCulture))
            return Refusal.Stale;

        var changes = command.Identity.ChangesFrom(PupilIdentity.Of(pupil));
        if (changes.Count == 0)
            return Refusal.Conflict("pupils.corrected.nothing");

        // A birth and a name that are tried one after the other would tell where the children of the country are.
        if (lookups.Spend(user.AccountId) is { } wait)
            return Refusal.TooMany(wait);
        // Said before anything is written: two files of one child are worse than one file with a mistake.
        var born = TypedDay.Read(command.Identity.BirthDate)!.Value;
        var name = ArabicFolding.Fold($"{command.Identity.LastNameAr} {command.Identity.FirstNameAr}");
        if (await db.PossiblePupils(born, name, command.Identity.BirthActNumber, except: id, ct) is [var twin, ..] && MassarCode.Read(command.NotTheSame)?.Value != twin.MassarCode)
            return await Double(twin, ct);

        command.Identity.WriteTo(pupil);
        db.PupilCorrections.Add(PupilCorrection.By(user, clock.GetUtcNow().UtcDateTime, id, command.Proof, command.Reason, changes));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // Of a child whom the head has no file of, only whom to call; that school says the whole code when it is another child.
    private async Task<Refusal> Double(PossiblePupil twin, CancellationToken ct)
    {
        var (id, field) = (twin.Id, nameof(Command.NotTheSame));
        if (await db.Pupils.Where(p => p.Id == id).FiledBelow(user, db).AnyAsync(ct))
            return Refusal.Invalid(field, twin.IsSure ? "pupils.double.sure" : "pupils.double.likely", twin.NameAr, twin.MassarCode, Formats.ShortDate(twin.BirthDate)).Next("pupils.double.next");
        var school = await (
            from e in db.Enrollments
            where e.PupilId == id
            join place in db.Places on e.SchoolId equals place.Id
            orderby e.SchoolYearId descending, e.EnteredOn descending, e.Id descending
            select new { place.NameAr, place.NameFr }).FirstOrDefaultAsync(ct);
        var masked = MassarCode.Read(twin.MassarCode)?.Masked ?? "";
        return school is null
            ? Refusal.Invalid(field, "pupils.double.nowhere", masked).Next("pupils.double.nowhere.next")
            : Refusal.Invalid(field, "pupils.double.elsewhere", reader.Name(school.NameAr, school.NameFr), masked).Next("pupils.double.elsewhere.next");
    }
}
