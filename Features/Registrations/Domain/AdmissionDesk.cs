using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <param name="HasNewAccount">The guardian got an account to activate at the school's desk.</param>
public sealed record Admitted(Pupil Pupil, bool HasNewAccount);

/// <summary>
/// Makes a pupil of the child of a request: pupil, guardians, guardianships, enrolment and the guardian's account, in the transaction of
/// who calls. The caller holds the request, and the school where seats are counted.
/// </summary>
public sealed class AdmissionDesk(MassarDb db, MassarCodes codes, TimeProvider clock)
{
    /// <param name="known">A pupil the child is already; null makes a new one.</param>
    /// <param name="linked">Who becomes a guardian of a known pupil: Father, Mother, Tutor. A new pupil gets all of them.</param>
    public async Task<Outcome<Admitted>> Admit(Registration request, long? known, IReadOnlyCollection<string> linked, DateTime now, CancellationToken ct)
    {
        if (known is not null)
        {
            var year = request.SchoolYearId;
            if (await db.Enrollments.AnyAsync(e => e.PupilId == known && e.State == EnrollmentState.Deceased, ct))
                return Refusal.Conflict("registrations.approve.deceased").Next("registrations.approve.deceased.next");
            if (await db.Enrollments.AnyAsync(e => e.PupilId == known && e.SchoolYearId == year && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected), ct))
                return Refusal.Conflict("registrations.approve.enrolled-elsewhere").Next("registrations.approve.enrolled-elsewhere.next");
        }

        var answers = new Answers(request.Answers);
        var school = await db.Places.AsNoTracking().SingleAsync(p => p.Id == request.SchoolId, ct);
        var pupil = known is { } id ? await db.Pupils.SingleAsync(p => p.Id == id, ct) : await Make(request, answers, school, now, ct);
        if (known is null)
            db.Pupils.Add(pupil);
        await db.SaveChangesAsync(ct);

        var applicant = Topics.Applicant(answers)!;
        var hasNewAccount = false;
        var closed = known is { } pupilId ? await Closed([pupilId], ct) : [];
        foreach (var (prefix, quality) in Named(answers))
        {
            // A known pupil has guardians, perhaps by a judge's word: nobody is added whom the head did not tick, and whose right ended
            // does not come back by typing a name.
            if (known is not null && (!linked.Contains(prefix) || closed.Any(g => IsSame(g, answers, prefix))))
                continue;
            var guardian = await Guardian(request, answers, prefix, ct);
            if (!await db.Guardianships.AnyAsync(g => g.GuardianId == guardian.Id && g.PupilId == pupil.Id, ct))
                db.Guardianships.Add(new Guardianship { GuardianId = guardian.Id, PupilId = pupil.Id, Quality = quality, State = GuardianshipState.Active, StartsOn = MoroccanDay.Today(clock) });
            if (prefix == applicant)
                hasNewAccount = await GiveAccount(guardian, request, school, now, ct);
        }

        await Enroll(request, pupil.Id, ct);
        return new Admitted(pupil, hasNewAccount);
    }

    /// <summary>Who is there among the three; the tutor only when it is the tutor who asks.</summary>
    public static IEnumerable<(string Prefix, GuardianQuality Quality)> Named(Answers answers)
    {
        if (!answers.Has("FatherAbsent"))
            yield return ("Father", GuardianQuality.Father);
        if (!answers.Has("MotherAbsent"))
            yield return ("Mother", GuardianQuality.Mother);
        if (Topics.Applicant(answers) == "Tutor")
            yield return ("Tutor", GuardianQuality.Guardian);
    }

    /// <summary>Family name first, in one script ("Ar" or "Latin").</summary>
    public static string NameOf(Answers answers, string prefix, string script) => $"{answers.Text($"{prefix}LastName{script}")} {answers.Text($"{prefix}FirstName{script}")}";

    /// <summary>Those whose right over one of these pupils has ended or is limited.</summary>
    public Task<List<Guardian>> Closed(long[] pupils, CancellationToken ct) =>
        db.Guardianships.Where(l => pupils.Contains(l.PupilId) && (l.State == GuardianshipState.Ended || l.State == GuardianshipState.Restricted))
            .Join(db.Guardians, l => l.GuardianId, g => g.Id, (l, g) => g).AsNoTracking().ToListAsync(ct);

    /// <summary>By identity card, or by name: without a card a person would come back as somebody new.</summary>
    public static bool IsSame(Guardian guardian, Answers answers, string prefix) =>
        (guardian.Cin is { } cin && Cin.Read(answers[prefix + "Cin"])?.ToString() == cin)
        || ArabicFolding.Fold($"{guardian.LastNameAr} {guardian.FirstNameAr}") == ArabicFolding.Fold(NameOf(answers, prefix, "Ar"));

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
