using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// التوظيف: somebody who is in no file yet is named trainee in a grade, at a first workplace (decree 2-24-140). The file is written with the
/// proposal and shown to nobody; the signature opens it, and the work begins with the minutes of presence.
/// </summary>
public sealed class Recruitment() : DecisionKind(KindCode, "recruitment", "قرار التوظيف والتعيين", "Arrêté de recrutement et de nomination")
{
    public const string KindCode = "Recruitment";

    /// <summary>The position of before: it opens no situation.</summary>
    public const string NotYet = "LEFT_NOT_RECRUITED";

    public override Asks Asks => Asks.None;

    public override IReadOnlyList<string> Causes => ["competition", "training"];

    public override bool MovesWork => true;

    public override bool Installs => true;

    protected override string Position(DecisionCase c) => DecisionKinds.Activity;

    protected override bool StaysTrainee(DecisionCase c) => true;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        var (least, most, birth) = (c.Figures.RecruitmentAgeLeast, c.Figures.RecruitmentAgeMost, c.Employee.BirthDate);
        yield return new Guard("recruit-age", c.Facts.From >= birth.AddYears(least) && c.Facts.From < birth.AddYears(most + 1), least, most, Formats.ShortDate(birth));
    }
}

/// <summary>What somebody is recruited into: the first échelon of a grade, as trainee, from the day of entry.</summary>
public sealed record RecruitCase(Situation Now)
{
    public static RecruitCase Of(string grade, string echelle, int echelon, int index, DateOnly from) =>
        new(new Situation(grade, echelle, echelon, index, from, 0, 0, Recruitment.NotYet, true, null) { TraineeSince = from });
}

/// <summary>Who is to be recruited, once everything typed can be read.</summary>
public sealed record Recruit(
    string Ppr, string Cin, string LastNameAr, string FirstNameAr, string LastNameLatin, string FirstNameLatin, Sex Sex, DateOnly BirthDate, MaritalStatus Marital, string Degree, StaffGrade Grade, Place School, DateOnly From, string Cause)
{
    public string SearchKey => ArabicFolding.SearchKey($"{LastNameAr} {FirstNameAr}", $"{LastNameLatin} {FirstNameLatin}").Stored;
}

/// <summary>Drafts recruitments, in the caller's transaction.</summary>
public sealed class RecruitDesk(MassarDb db, CaseReader cases)
{
    private static readonly DecisionState[] Ended = [DecisionState.Refused, DecisionState.Withdrawn];

    /// <summary>Names the file that is this person's already, by field; null when there is none. What was proposed and given up is none.</summary>
    /// <param name="except">The file of the proposal itself.</param>
    /// <param name="reach">Below it files are named; of a person elsewhere only that there is a file.</param>
    public async Task<Refusal?> Known(string ppr, string cin, DateOnly birth, string searchKey, long except, string reach, CancellationToken ct)
    {
        var twins = await db.Employees.Where(e => e.Id != except && (e.Ppr == ppr || e.Cin == cin || (e.BirthDate == birth && e.SearchKey == searchKey))
                && (e.PlacePath != Employee.NotYet || db.Decisions.Any(d => d.EmployeeId == e.Id && d.WithdrawsId == null && !Ended.Contains(d.State))))
            .OrderBy(e => e.Id).Select(e => new { e.Ppr, e.Cin, e.LastNameAr, e.FirstNameAr, e.PlacePath }).Take(3).ToListAsync(ct);
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        foreach (var twin in twins)
            wrong.TryAdd(twin.Ppr == ppr ? nameof(Recruit.Ppr) : twin.Cin == cin ? nameof(Recruit.Cin) : nameof(Recruit.LastNameAr),
                !twin.PlacePath.StartsWith(reach, StringComparison.Ordinal) ? new Said("decisions.recruit.known-elsewhere") : new Said(twin.Ppr == ppr ? "decisions.recruit.ppr-known" : twin.Cin == cin ? "decisions.recruit.cin-known" : "decisions.recruit.person-known", $"{twin.LastNameAr} {twin.FirstNameAr}", twin.Ppr));
        // Written down: whoever tries numbers one after the other is seen.
        return wrong.Count == 0 ? null : Refusal.Invalid(wrong).Recorded();
    }

    /// <summary>The file nobody sees yet, and the proposal; or the guard that stands against it.</summary>
    public async Task<Outcome<Decision>> Draft(Recruit recruit, DecisionProcedure procedure, (int Id, string Path) office, long account, DateTime now, CancellationToken ct)
    {
        if (await Known(recruit.Ppr, recruit.Cin, recruit.BirthDate, recruit.SearchKey, 0, office.Path, ct) is { } known)
            return known;
        var echelle = recruit.Grade.Echelle;
        if (await db.EchelonSteps.AsNoTracking().Where(s => s.Echelle == echelle).OrderBy(s => s.Echelon).FirstOrDefaultAsync(ct) is not { } step)
            return Refusal.Invalid("Grade", "decisions.recruit.no-scale", echelle);

        var ppr = recruit.Ppr;
        // A proposal that was given up leaves its file behind: it is taken up again.
        var employee = await db.Employees.Where(e => e.Ppr == ppr).ForUpdate().SingleOrDefaultAsync(ct);
        if (employee is null)
            db.Employees.Add(employee = New(recruit, office));
        else
            Write(employee, recruit, office);
        await db.SaveChangesAsync(ct);

        var facts = new CaseFacts(recruit.From, Place: recruit.School, Cause: recruit.Cause, Remark: recruit.Degree);
        var judged = (await cases.Read(db.Employees, employee.Id, facts, 0, ct))! with { Recruit = RecruitCase.Of(recruit.Grade.Code, echelle, step.Echelon, step.Index, recruit.From) };
        var kind = DecisionKinds.Find(Recruitment.KindCode)!;
        if (kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } against)
            return against.AsRefusal();
        var decision = kind.Draft(judged, procedure, office, account, now);
        db.Decisions.Add(decision);
        await db.SaveChangesAsync(ct);
        return decision;
    }

    private static Employee New(Recruit recruit, (int Id, string Path) office) => new()
    {
        Ppr = recruit.Ppr,
        Cin = recruit.Cin,
        FirstNameAr = recruit.FirstNameAr,
        LastNameAr = recruit.LastNameAr,
        FirstNameLatin = recruit.FirstNameLatin,
        LastNameLatin = recruit.LastNameLatin,
        SearchKey = recruit.SearchKey,
        Sex = recruit.Sex,
        BirthDate = recruit.BirthDate,
        RecruitedOn = recruit.From,
        MaritalStatus = recruit.Marital,
        PlaceId = office.Id,
        PlacePath = Employee.NotYet,
        GradeCode = recruit.Grade.Code,
    };

    private static void Write(Employee employee, Recruit recruit, (int Id, string Path) office)
    {
        (employee.Cin, employee.SearchKey, employee.Sex, employee.BirthDate, employee.RecruitedOn, employee.MaritalStatus) = (recruit.Cin, recruit.SearchKey, recruit.Sex, recruit.BirthDate, recruit.From, recruit.Marital);
        (employee.FirstNameAr, employee.LastNameAr, employee.FirstNameLatin, employee.LastNameLatin) = (recruit.FirstNameAr, recruit.LastNameAr, recruit.FirstNameLatin, recruit.LastNameLatin);
        (employee.PlaceId, employee.GradeCode) = (office.Id, recruit.Grade.Code);
    }
}
