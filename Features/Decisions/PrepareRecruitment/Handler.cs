using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PrepareRecruitment;

public sealed record Query : IQuery<Entry>;

/// <summary>What there is to choose from.</summary>
public sealed record Entry(IReadOnlyList<GradeChoice> Grades, IReadOnlyList<string> Causes);

public sealed record GradeChoice(string Code, string Ar, string Fr);

public sealed record Command(
    string? Ppr, string? Cin, string? LastNameAr, string? FirstNameAr, string? LastNameLatin, string? FirstNameLatin, string? Sex, string? BirthDate, string? Marital, string? Degree, string? Grade, string? School, string? From, string? Cause) : ICommand<Prepared>;

/// <summary>The proposal, on the manager's desk.</summary>
public sealed record Prepared(long Decision);

public sealed class Handler(MassarDb db, CurrentUser user, RecruitDesk desk, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Prepared>
{
    private static readonly DecisionKind Kind = DecisionKinds.Find(Recruitment.KindCode)!;

    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct) => new Entry(
        await db.StaffGrades.Where(g => db.EchelonSteps.Any(s => s.Echelle == g.Echelle)).OrderBy(g => g.CadreAr).ThenBy(g => g.Code).Select(g => new GradeChoice(g.Code, g.CadreAr + "، " + g.GradeAr, g.CadreFr + ", " + g.GradeFr)).ToListAsync(ct), Kind.Causes);

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (code, wanted, path) = (command.Grade, GresaCode.Read(command.School)?.ToString(), user.PlacePath);
        var grade = await db.StaffGrades.AsNoTracking().SingleOrDefaultAsync(g => g.Code == code, ct);
        if (grade is null)
            return Refusal.Invalid("Grade", "decisions.recruit.grade-choose");
        var school = await db.Schools.Open().Where(s => s.GresaCode == wanted && s.Place.Path.StartsWith(path)).Select(s => s.Place).AsNoTracking().SingleOrDefaultAsync(ct);
        if (school is null)
            return Refusal.Invalid("School", "decisions.new.school-unknown", wanted ?? BidiSafe.Clean(command.School));
        var inForce = await book.InForce(db, Kind.Code, MoroccanDay.Of(now), ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;

        // Two managers preparing at once wait here for each other, so that nobody is named twice.
        await db.Places.Where(p => p.Id == user.PlaceId).ForUpdate().SingleAsync(ct);
        var recruit = new Recruit(Digits.ToLatin(command.Ppr!).Trim(), Cin.Read(command.Cin)!.Value.ToString(), BidiSafe.Clean(command.LastNameAr), BidiSafe.Clean(command.FirstNameAr), BidiSafe.Clean(command.LastNameLatin), BidiSafe.Clean(command.FirstNameLatin),
            Enum.Parse<Sex>(command.Sex!), TypedDay.Read(command.BirthDate)!.Value, Enum.Parse<MaritalStatus>(command.Marital!), BidiSafe.Clean(command.Degree), grade, school, TypedDay.Read(command.From)!.Value, command.Cause!);
        var drafted = await desk.Draft(recruit, procedure, (user.PlaceId, user.PlacePath), user.AccountId, now, ct);
        return drafted.IsRefused ? drafted.Refusal! : new Prepared(drafted.Value.Id);
    }
}
