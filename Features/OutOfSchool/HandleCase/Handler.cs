using System.Globalization;
using FluentValidation;
using Massar.Features.OutOfSchool.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.HandleCase;

public sealed record Query(long Id) : IQuery<Entry>;

/// <summary>A child on the desk of who follows it.</summary>
/// <param name="IsBack">The child sits at a school again; the case closes by itself.</param>
/// <param name="Officers">Whom the director may charge; empty for others.</param>
public sealed record Entry(
    long Id, int Version, string Code, string NameAr, string NameLatin, DateOnly BirthDate, string SchoolAr, string SchoolFr, string CommuneAr, string CommuneFr, string LevelAr, string LevelFr, LeavingCause Cause, DateOnly Since,
    FollowState State, DateTime StateSince, DateOnly DueOn, bool IsOpen, bool IsBack, string? Plan, string? OutcomeNote, string? BackAr, string? BackFr, long? Owner, string? OfficerAr, string? OfficerLatin, DateOnly Today,
    IReadOnlyList<FamilyLine> Family, IReadOnlyList<ContactLine> Contacts, IReadOnlyList<Officer> Officers) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1 + Family.Count;
}

public sealed record FamilyLine(string NameAr, string NameLatin, GuardianQuality Quality, bool HasCustody, string? Phone, string? AddressAr);

public sealed record ContactLine(DateOnly Day, ContactWay Way, ContactResult Result, string? Words, string ByAr, string ByLatin);

/// <param name="Do"><see cref="Contact"/>, <see cref="Planning"/>, <see cref="Ending"/> or <see cref="Charge"/>.</param>
public sealed record Command(long Id, string? Do, string? Day, string? Way, string? Result, string? Words, string? Plan, string? NextOn, string? Outcome, string? Note, string? Officer, string? Version) : ICommand
{
    public const string Contact = "contact";
    public const string Planning = "plan";
    public const string Ending = "end";
    public const string Charge = "charge";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Do).Must(d => d is Command.Contact or Command.Planning or Command.Ending or Command.Charge).WithMessage("ui.bad-request");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).When(c => c.Do == Command.Contact).WithMessage("out-of-school.day.past");
        RuleFor(c => c.Way).Must(w => Enum.TryParse<ContactWay>(w, out var way) && Enum.IsDefined(way)).When(c => c.Do == Command.Contact).WithMessage("out-of-school.way.needed");
        RuleFor(c => c.Result).Must(r => Enum.TryParse<ContactResult>(r, out var result) && Enum.IsDefined(result)).When(c => c.Do == Command.Contact).WithMessage("out-of-school.result.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == Command.Contact && Enum.TryParse<ContactResult>(c.Result, out var result) && result == ContactResult.Reached).WithMessage("out-of-school.words.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length <= FamilyContact.WordsLength).WithMessage("out-of-school.too-long").WithState(_ => new object[] { FamilyContact.WordsLength });
        RuleFor(c => c.Plan).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == Command.Planning).WithMessage("out-of-school.plan.needed");
        RuleFor(c => c.Plan).Must(w => BidiSafe.CleanLines(w).Length <= OutOfSchoolCase.PlanLength).WithMessage("out-of-school.too-long").WithState(_ => new object[] { OutOfSchoolCase.PlanLength });
        RuleFor(c => c.NextOn).Must(d => TypedDay.Read(d) is not null).When(c => c.Do == Command.Planning).WithMessage("out-of-school.next-on.needed");
        RuleFor(c => c.Outcome).Must(o => Enum.TryParse<FollowState>(o, out var outcome) && OutOfSchoolCase.Outcomes.Contains(outcome)).When(c => c.Do == Command.Ending).WithMessage("out-of-school.outcome.needed");
        RuleFor(c => c.Note).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == Command.Ending).WithMessage("out-of-school.note.needed");
        RuleFor(c => c.Note).Must(w => BidiSafe.CleanLines(w).Length <= OutOfSchoolCase.OutcomeLength).WithMessage("out-of-school.too-long").WithState(_ => new object[] { OutOfSchoolCase.OutcomeLength });
        RuleFor(c => c.Officer).Must(o => long.TryParse(o, NumberStyles.None, CultureInfo.InvariantCulture, out _)).When(c => c.Do == Command.Charge).WithMessage("out-of-school.officer.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, FollowDesk desk, LookBook looks, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    private const int MostContacts = 100;

    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, kin, today, sitting) = (query.Id, await desk.Kin(ct), MoroccanDay.Today(clock), Finder.Sitting(db));
        var found = await (
            from c in db.OutOfSchoolCases.FollowedBy(user, db, kin)
            where c.Id == id
            join p in db.Pupils on c.PupilId equals p.Id
            join e in db.Enrollments on c.EnrollmentId equals e.Id
            join level in db.Levels on e.LevelCode equals level.Code
            join school in db.Places on c.SchoolId equals school.Id
            join place in db.Places on c.CommuneId equals place.Id
            join a in db.Accounts on c.OwnerAccountId equals (long?)a.Id into officers
            from a in officers.DefaultIfEmpty()
            select new
            {
                Case = c,
                Pupil = p,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                School = school,
                Commune = place,
                OfficerAr = a.NameAr,
                OfficerLatin = a.NameLatin,
                IsBack = c.LiveKey != null && sitting.Any(o => o.PupilId == c.PupilId && o.SchoolYearId >= c.SchoolYearId),
                BackAr = db.Enrollments.Where(o => o.Id == c.NewEnrollmentId).Join(db.Places, o => o.SchoolId, s => s.Id, (o, s) => s.NameAr).FirstOrDefault(),
                BackFr = db.Enrollments.Where(o => o.Id == c.NewEnrollmentId).Join(db.Places, o => o.SchoolId, s => s.Id, (o, s) => s.NameFr).FirstOrDefault(),
                // How to reach the family is read by who follows the child, while it is to be followed.
                Family = db.Guardianships.InForce(today).Where(g => g.PupilId == c.PupilId && c.LiveKey != null)
                    .Join(db.Guardians, g => g.GuardianId, g => g.Id, (g, person) => new { g.GuardianId, g.Quality, g.HasCustody, person.LastNameAr, person.FirstNameAr, person.LastNameLatin, person.FirstNameLatin, person.Phone, person.AddressAr }).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;

        looks.Note(user, LookPurposes.Away, [found.Pupil.Id]);
        var one = found.Case;
        var contacts = await (
            from c in db.FamilyContacts
            where c.CaseId == id
            join a in db.Accounts on c.AccountId equals a.Id
            orderby c.Day descending, c.Id descending
            select new ContactLine(c.Day, c.Way, c.Result, c.Words, a.NameAr, a.NameLatin)).Take(MostContacts).ToListAsync(ct);
        var isOpen = one.IsOpen && !found.IsBack;
        return new Entry(
            one.Id, one.Version, found.Pupil.MassarCode, found.Pupil.FullNameAr, found.Pupil.FullNameLatin, found.Pupil.BirthDate, found.School.NameAr, found.School.NameFr, found.Commune.NameAr, found.Commune.NameFr,
            found.LevelAr, found.LevelFr, one.Cause, one.Since, one.State, one.StateSince, one.DueOn, isOpen, found.IsBack, one.Plan, one.OutcomeNote, found.BackAr, found.BackFr, one.OwnerAccountId,
            found.OfficerAr, found.OfficerLatin, today,
            isOpen
                ? [.. found.Family.OrderBy(f => f.Quality).ThenBy(f => f.GuardianId).Select(f => new FamilyLine($"{f.LastNameAr} {f.FirstNameAr}", $"{f.LastNameLatin} {f.FirstNameLatin}", f.Quality, f.HasCustody, f.Phone is { } phone ? Formats.Phone(phone) : null, f.HasCustody ? f.AddressAr : null))]
                : [],
            contacts, isOpen && user.Has(Permissions.Lead) ? await desk.Choices(ct) : []);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, kin) = (command.Id, await desk.Kin(ct));
        if (await db.OutOfSchoolCases.FollowedBy(user, db, kin).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } one)
            return Refusal.NotFound;
        if (one.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        // Back since the last look: nothing is noted about a child who sits at a school.
        var (pupil, year) = (one.PupilId, one.SchoolYearId);
        if (await Finder.Sitting(db).AnyAsync(e => e.PupilId == pupil && e.SchoolYearId >= year, ct))
            return Refusal.Conflict("out-of-school.back").Next("out-of-school.back.next");

        var (now, figures) = (clock.GetUtcNow().UtcDateTime, await FollowFigures.Current(db, ct));
        if (await Take(one, command, figures, now, ct) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private async Task<Refusal?> Take(OutOfSchoolCase one, Command command, FollowFigures figures, DateTime now, CancellationToken ct)
    {
        switch (command.Do)
        {
            case Command.Contact:
                var day = TypedDay.Read(command.Day)!.Value;
                if (day < one.Since)
                    return Refusal.Invalid("Day", "out-of-school.day.since", Formats.ShortDate(one.Since));
                if (one.Contact(figures, now) is { } closed)
                    return closed;
                db.FamilyContacts.Add(new FamilyContact
                {
                    CaseId = one.Id,
                    DirectorateId = one.DirectorateId,
                    Day = day,
                    Way = Enum.Parse<ContactWay>(command.Way!),
                    Result = Enum.Parse<ContactResult>(command.Result!),
                    Words = BidiSafe.CleanLinesOrNull(command.Words),
                    AccountId = user.AccountId,
                    At = now,
                });
                return null;
            case Command.Planning:
                return one.Agree(BidiSafe.CleanLines(command.Plan), TypedDay.Read(command.NextOn)!.Value, figures, now);
            case Command.Ending:
                var id = one.Id;
                return one.End(Enum.Parse<FollowState>(command.Outcome!), BidiSafe.CleanLines(command.Note), await db.FamilyContacts.CountAsync(c => c.CaseId == id, ct), figures, user.AccountId, now);
            default:
                if (!user.Has(Permissions.Lead))
                    return Refusal.Forbidden;
                var officer = long.Parse(command.Officer!, CultureInfo.InvariantCulture);
                return await desk.Officers().AnyAsync(a => a.Id == officer, ct) ? one.Charge(officer, figures, now) : Refusal.Invalid("Officer", "out-of-school.officer.needed");
        }
    }
}
