using System.Globalization;
using FluentValidation;
using Massar.Features.Employees.Domain;
using Massar.Features.Licences.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.DeclareTeacher;

/// <param name="IsWhole">For a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(bool IsWhole) : IQuery<Staff>;

/// <param name="Ceiling">Hours a week that somebody of the public sector may teach in private schools.</param>
public sealed record Staff(IReadOnlyList<Declared> Teachers, int Ceiling) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Teachers.Count;
}

/// <param name="Extra">Where the authorisation of extra hours stands; null for who serves nowhere else. Why it was refused is between the teacher and the directorate.</param>
public sealed record Declared(long Id, int Version, string NameAr, string NameLatin, string Cin, string Diploma, string Teaches, int Hours, DateOnly? EndedOn, ExtraState? Extra);

public sealed record Command(string? NameAr, string? NameLatin, string? Cin, string? Diploma, string? Teaches, string? Hours, string? Ppr) : ICommand
{
    internal int? HoursRead => int.TryParse(Digits.ToLatin(Hours?.Trim() ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= PrivateTeacher.MostHours ? hours : null;
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c).Custom((c, context) =>
        {
            foreach (var (field, said) in LicenceRules.Problems(new TypedPeople { OwnerAr = c.NameAr, OwnerLatin = c.NameLatin, OwnerCin = c.Cin, DirectorAr = c.NameAr, DirectorLatin = c.NameLatin, DirectorCin = c.Cin }))
                if (field.StartsWith("Owner", StringComparison.Ordinal))
                    context.AddFailure(field switch { "OwnerAr" => nameof(Command.NameAr), "OwnerLatin" => nameof(Command.NameLatin), _ => nameof(Command.Cin) }, said.Key);
        });
        RuleFor(c => c.Diploma).Must(d => BidiSafe.Clean(d).Length is > 1 and <= PrivateTeacher.DiplomaLength).WithMessage("licences.wrong.diploma");
        RuleFor(c => c.Teaches).Must(t => BidiSafe.Clean(t).Length is > 1 and <= PrivateTeacher.TeachesLength).WithMessage("licences.wrong.teaches");
        RuleFor(c => c.Hours).Must((c, _) => c.HoursRead is not null).WithMessage("licences.wrong.hours").WithState(_ => new object[] { PrivateTeacher.MostHours });
        RuleFor(c => c.Ppr).Must(p => string.IsNullOrWhiteSpace(p) || Employee.IsPpr(Digits.ToLatin(p.Trim()))).WithMessage("licences.wrong.ppr");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Staff>, ICommandHandler<Command>
{
    public async Task<Outcome<Staff>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var place = user.PlaceId;
        if (!await db.Schools.AnyAsync(s => s.Id == place && !s.IsPublic, ct))
            return Refusal.Conflict("licences.not-private").Next("licences.not-private.next");
        var teachers = await (
            from t in db.PrivateTeachers.DeclaredBy(user)
            where db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent)
            join x in db.ExtraHours on t.Id equals x.TeacherId into extra
            from x in extra.DefaultIfEmpty()
            orderby t.EndedOn != null, t.NameLatin, t.Id
            select new Declared(t.Id, t.Version, t.NameAr, t.NameLatin, t.Cin, t.Diploma, t.Teaches, t.Hours, t.EndedOn, x == null || t.EmployeeId == null ? null : x.State)).AsNoTracking().ToListAsync(ct);
        return new Staff(teachers, (await LicenceFigures.Current(db, ct)).ExtraHours);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var place = user.PlaceId;
        // Two declarations of one school wait for each other: nobody is declared twice.
        if (await db.Schools.Open().Where(s => s.Id == place && !s.IsPublic).ForUpdate().Select(s => (int?)s.Id).SingleOrDefaultAsync(ct) is null)
            return Refusal.Conflict("licences.not-private").Next("licences.not-private.next");
        var year = await db.SchoolYears.AsNoTracking().SingleAsync(y => y.IsCurrent, ct);
        var cin = $"{Cin.Read(command.Cin)}";
        if (await db.PrivateTeachers.AnyAsync(t => t.SchoolId == place && t.SchoolYearId == year.Id && t.Cin == cin && t.EndedOn == null, ct))
            return Refusal.Invalid("Cin", "licences.teacher.twice");
        var (hours, ppr) = (command.HoursRead!.Value, Digits.ToLatin(command.Ppr?.Trim() ?? ""));
        Employee? employee = null;
        Place? office = null;
        if (ppr.Length > 0)
        {
            // Both numbers must be his: whoever has only one learns nothing from the answer.
            employee = await db.Employees.AsNoTracking().SingleOrDefaultAsync(e => e.Ppr == ppr && e.Cin == cin, ct);
            if (employee is null || employee.PlaceId == place || (office = (await db.OfficesOf(employee.PlacePath, ct)).Directorate) is null)
                return Refusal.Invalid("Ppr", "licences.teacher.unknown");
            if ((await LicenceFigures.Current(db, ct)).ExtraHours is var most && hours > most)
                return Refusal.Invalid("Hours", "licences.extra.ceiling", most);
        }

        // Who leaves the number out asks for nothing and learns nothing; the person and the directorate are told.
        var known = employee;
        if (known is null && (known = await db.Employees.AsNoTracking().Where(e => e.Cin == cin && e.PlaceId != place && e.PlacePath != Employee.NotYet).OrderBy(e => e.Id).FirstOrDefaultAsync(ct)) is not null)
            office = (await db.OfficesOf(known.PlacePath, ct)).Directorate;
        var teacher = new PrivateTeacher
        {
            SchoolId = place,
            SchoolYearId = year.Id,
            NameAr = BidiSafe.Clean(command.NameAr),
            NameLatin = BidiSafe.Clean(command.NameLatin),
            Cin = cin,
            Diploma = BidiSafe.Clean(command.Diploma),
            Teaches = BidiSafe.Clean(command.Teaches),
            Hours = hours,
            EmployeeId = employee?.Id,
        };
        db.PrivateTeachers.Add(teacher);
        await db.SaveChangesAsync(ct);
        if (known is null || office is null)
            return Done.It;
        var extra = new ExtraHours
        {
            TeacherId = teacher.Id,
            EmployeeId = known.Id,
            SchoolId = place,
            SchoolYearId = year.Id,
            OfficeId = office.Id,
            Hours = hours,
            AskedByAccountId = user.AccountId,
            AskedAt = clock.GetUtcNow().UtcDateTime,
            Until = year.EndsOn,
        };
        db.ExtraHours.Add(employee is null ? extra.FoundOut() : extra);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ExtraHoursStepped(extra.Id, extra.Version, extra.State, extra.EmployeeId, place, extra.OfficeId), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
