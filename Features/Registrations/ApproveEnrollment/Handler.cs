using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ApproveEnrollment;

public sealed record Query(long Id) : IQuery<ToApprove>;

public sealed record ToApprove(long Id, string Number, string ChildAr, string ChildLatin, DateOnly BirthDate, string? SchoolAr, string? SchoolFr, Hints Hints);

public sealed record Command(long Id, string? Pupil, string? Exception) : ICommand<Approved>
{
    public const string NewPupil = "new";
}

/// <param name="Again">It was validated before; nothing was done now.</param>
/// <param name="HasNewAccount">The guardian got an account to activate at the school's desk.</param>
public sealed record Approved(long PupilId, string MassarCode, bool Again, bool HasNewAccount);

/// <summary>
/// Pupil, guardians, guardianships, enrolment and the guardian's account in one transaction. The request's row is locked first:
/// of two heads at once one makes the pupil and the other finds it made.
/// </summary>
public sealed class Handler(MassarDb db, CurrentUser user, MassarCodes codes, Facts facts, TimeProvider clock)
    : IQueryHandler<Query, ToApprove>, ICommandHandler<Command, Approved>
{
    public async Task<Outcome<ToApprove>> Handle(Query query, CancellationToken ct)
    {
        var request = await db.Registrations.AsNoTracking().DecidedBy(user).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (request is null)
            return Refusal.NotFound;
        if (request.State is not (RegistrationState.Sent or RegistrationState.UnderCheck))
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        var school = await db.Places.Where(p => p.Id == request.SchoolId).Select(p => new { p.NameAr, p.NameFr }).SingleAsync(ct);
        return new ToApprove(request.Id, request.Number, request.ChildAr, request.ChildLatin, request.BirthDate!.Value, school.NameAr, school.NameFr, await db.HintsFor(request, ct));
    }

    public async Task<Outcome<Approved>> Handle(Command command, CancellationToken ct)
    {
        var request = await db.Registrations.DecidedBy(user).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        if (request is { State: RegistrationState.Accepted, PupilId: { } done })
            return new Approved(done, await db.Pupils.Where(p => p.Id == done).Select(p => p.MassarCode).SingleAsync(ct), Again: true, HasNewAccount: false);

        var now = clock.GetUtcNow().UtcDateTime;
        if (request.State == RegistrationState.Sent)
        {
            if (request.TakeUp(now) is { } closed)
                return closed;
            db.Note(request, "taken-up", now, user);
        }

        if (request.State != RegistrationState.UnderCheck)
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        var hints = await db.HintsFor(request, ct);
        if (hints.NeedsException && string.IsNullOrWhiteSpace(command.Exception))
            return Refusal.Invalid("Exception", "registrations.approve.exception-needed");
        if (hints.Pupils.Count > 0 && string.IsNullOrEmpty(command.Pupil))
            return Refusal.Invalid("Pupil", "registrations.approve.choose");

        var answers = new Answers(request.Answers);
        long? known = null;
        if (command.Pupil is { Length: > 0 } and not Command.NewPupil)
        {
            known = long.Parse(command.Pupil, CultureInfo.InvariantCulture);
            if (hints.Pupils.All(p => p.Id != known))
                return Refusal.Invalid("Pupil", "registrations.approve.choose");
            var year = request.SchoolYearId;
            if (await db.Enrollments.AnyAsync(e => e.PupilId == known && e.SchoolYearId == year && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected), ct))
                return Refusal.Conflict("registrations.approve.enrolled-elsewhere").Next("registrations.approve.enrolled-elsewhere.next");
        }

        var school = await db.Places.AsNoTracking().SingleAsync(p => p.Id == request.SchoolId, ct);
        var pupil = known is { } id ? await db.Pupils.SingleAsync(p => p.Id == id, ct) : await Make(request, answers, school, now, ct);
        if (known is null)
            db.Pupils.Add(pupil);
        await db.SaveChangesAsync(ct);

        var applicant = Topics.Applicant(answers)!;
        var hasNewAccount = false;
        foreach (var (prefix, quality) in ((string, GuardianQuality)[])[("Father", GuardianQuality.Father), ("Mother", GuardianQuality.Mother), ("Tutor", GuardianQuality.Guardian)])
        {
            if (prefix == "Tutor" ? applicant != "Tutor" : answers.Has(prefix + "Absent"))
                continue;
            var guardian = await Guardian(request, answers, prefix, ct);
            if (!await db.Guardianships.AnyAsync(g => g.GuardianId == guardian.Id && g.PupilId == pupil.Id, ct))
                db.Guardianships.Add(new Guardianship { GuardianId = guardian.Id, PupilId = pupil.Id, Quality = quality, State = GuardianshipState.Active, StartsOn = MoroccanDay.Today(clock) });
            if (prefix == applicant)
                hasNewAccount = await GiveAccount(guardian, request, school, now, ct);
        }

        await Enroll(request, pupil.Id, ct);
        var exception = hints.NeedsException ? BidiSafe.CleanLines(command.Exception) : null;
        if (request.Accept(pupil.Id, exception, now) is { } refusal)
            return refusal;
        db.Note(request, "accepted", now, user, exception);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationAccepted(request.Id, pupil.Id), ct);
        await db.SaveChangesAsync(ct);
        return new Approved(pupil.Id, pupil.MassarCode, Again: false, hasNewAccount);
    }

    private async Task<Pupil> Make(Registration request, Answers answers, Place school, DateTime now, CancellationToken ct)
    {
        var (first, last) = (answers.Text("FirstNameAr"), answers.Text("LastNameAr"));
        var (firstLatin, lastLatin) = (answers.Text("FirstNameLatin"), answers.Text("LastNameLatin"));
        var academy = await db.Places.Where(p => p.Kind == PlaceKind.Academy && school.Path.StartsWith(p.Path)).Select(p => p.Code).SingleAsync(ct);
        return new Pupil
        {
            MassarCode = await codes.Issue(academy, request.SchoolYearId, ct),
            FirstNameAr = first,
            LastNameAr = last,
            FirstNameLatin = firstLatin,
            LastNameLatin = lastLatin,
            SearchKey = ArabicFolding.SearchKey($"{last} {first}", $"{lastLatin} {firstLatin}").Stored,
            Sex = answers["Sex"] == "1" ? Sex.Male : Sex.Female,
            BirthDate = request.BirthDate!.Value,
            BirthDateHijri = answers.Hijri("Hijri")?.Format("ar"),
            BirthPlaceAr = answers.Text("BirthPlaceAr"),
            BirthPlaceLatin = answers.Has("BirthPlaceLatin") ? answers.Text("BirthPlaceLatin") : null,
            BirthActNumber = request.BirthActNumber,
            BirthActDate = answers.Date("BirthActDate"),
            FatherAr = Descent(answers, "Father", "بن"),
            MotherAr = Descent(answers, "Mother", "بنت"),
            PhotoId = request.PhotoId,
            CreatedAt = now,
        };
    }

    // "X son of Y", as the circular writes it; stored in Arabic on every file, whatever the reader's language.
    private static string? Descent(Answers answers, string prefix, string of) =>
        answers.Has(prefix + "Absent") ? null : $"{answers.Text(prefix + "FirstNameAr")} {of} {answers.Text(prefix + "OfAr")}";

    // Somebody with this identity card is already a guardian: the same person, whose file is not changed from here.
    private async Task<Guardian> Guardian(Registration request, Answers answers, string prefix, CancellationToken ct)
    {
        var cin = Cin.Read(answers[prefix + "Cin"])?.ToString();
        if (cin is not null && await db.Guardians.Where(g => g.Cin == cin).OrderBy(g => g.Id).FirstOrDefaultAsync(ct) is { } known)
            return known;
        var guardian = new Guardian
        {
            FirstNameAr = answers.Text(prefix + "FirstNameAr"),
            LastNameAr = answers.Text(prefix + "LastNameAr"),
            FirstNameLatin = answers.Text(prefix + "FirstNameLatin"),
            LastNameLatin = answers.Text(prefix + "LastNameLatin"),
            Cin = cin,
            Profession = Given(answers, prefix + "Profession"),
            AddressAr = Given(answers, prefix + "Address"),
            Phone = MoroccanPhone.Read(answers[prefix + "Phone"])?.E164,
            Email = Given(answers, prefix + "Email"),
            Language = request.Language,
        };
        db.Guardians.Add(guardian);
        await db.SaveChangesAsync(ct);
        return guardian;
    }

    private static string? Given(Answers answers, string field) => answers.Has(field) ? answers.Text(field) : null;

    // An account without a password: the school's desk prints the slip with which the guardian chooses one.
    private async Task<bool> GiveAccount(Guardian guardian, Registration request, Place school, DateTime now, CancellationToken ct)
    {
        var guardianId = guardian.Id;
        var account = await db.Accounts.Include(a => a.Hats).Where(a => a.GuardianId == guardianId && a.ClosedAt == null).OrderBy(a => a.Id).FirstOrDefaultAsync(ct);
        var isNew = account is null;
        if (account is null)
        {
            var login = Logins.Fold(guardian.Phone ?? request.Phone);
            // Two parents may share a telephone; the second one's account is made at the desk under another name.
            if (await db.Accounts.AnyAsync(a => a.Login == login, ct))
                return false;
            db.Accounts.Add(account = new Account
            {
                Login = login,
                NameAr = guardian.FullNameAr,
                NameLatin = guardian.FullNameLatin,
                Language = guardian.Language,
                Phone = guardian.Phone ?? request.Phone,
                Email = guardian.Email,
                GuardianId = guardianId,
                CreatedAt = now,
            });
            await db.SaveChangesAsync(ct);
        }

        var today = MoroccanDay.Today(clock);
        if (!account.Hats.Any(h => h.Role == Roles.Guardian && h.PlaceId == school.Id && (h.EndsOn is null || h.EndsOn >= today)))
            db.Hats.Add(new Hat { AccountId = account.Id, Role = Roles.Guardian, PlaceId = school.Id, PlacePath = school.Path, StartsOn = today });
        return isNew;
    }

    private async Task Enroll(Registration request, long pupilId, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var startsOn = await db.SchoolYears.Where(y => y.Id == request.SchoolYearId).Select(y => y.StartsOn).SingleAsync(ct);
        db.Enrollments.Add(new Enrollment
        {
            PupilId = pupilId,
            SchoolYearId = request.SchoolYearId,
            SchoolId = request.SchoolId!.Value,
            LevelCode = HintDesk.FirstLevel,
            State = today >= startsOn ? EnrollmentState.Active : EnrollmentState.Expected,
            Kind = EnrollmentKind.New,
            EnteredOn = today >= startsOn ? today : startsOn,
        });
    }
}
