using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.Domain;

/// <summary>What entering a declaration writes on the file: lines on both times, which nothing paid knows before a decision is signed.</summary>
public static class FamilyEntry
{
    public static async Task Write(MassarDb db, FamilyEvent declaration, Employee employee, DateOnly today, DateTime now, CancellationToken ct)
    {
        var rule = FamilyEvent.RuleOf(declaration.Kind);
        if (rule.Makes is { } status)
            await Status(db, declaration, employee, status, today, now, ct);
        switch (declaration.Kind)
        {
            case FamilyEventKind.Birth:
                var child = new EmployeeChild { EmployeeId = employee.Id, FirstNameAr = declaration.ChildNameAr!, BirthDate = declaration.HappenedOn, OtherParentCin = declaration.OtherCin, EventId = declaration.Id, LearntAt = now };
                db.EmployeeChildren.Add(child);
                await db.SaveChangesAsync(ct);
                declaration.ChildId = child.Id;
                if (!declaration.IsPaidHere)
                    Line(ChildAspect.Payee, false);
                break;
            case FamilyEventKind.Schooling:
                var (on, code) = (declaration.HappenedOn, declaration.MassarCode);
                var until = await db.SchoolYears.Where(y => y.StartsOn <= on && y.EndsOn >= on).Select(y => (DateOnly?)y.EndsOn).FirstOrDefaultAsync(ct);
                Line(ChildAspect.Schooling, true, until);
                if (code is not null)
                    (await db.EmployeeChildren.SingleAsync(c => c.Id == declaration.ChildId, ct)).MassarCode = code;
                break;
            case FamilyEventKind.EndOfStudies:
                Line(ChildAspect.Schooling, false);
                break;
            case FamilyEventKind.Custody:
                Line(ChildAspect.Care, declaration.ComesIntoCare == true);
                break;
            case FamilyEventKind.ChildDeath:
                Line(ChildAspect.Life, false);
                break;
        }

        void Line(ChildAspect aspect, bool holds, DateOnly? until = null) => db.ChildSteps.Add(new ChildStep
        {
            EmployeeId = employee.Id,
            ChildId = declaration.ChildId!.Value,
            Aspect = aspect,
            StartsOn = declaration.HappenedOn,
            EndsOn = until,
            Holds = holds,
            LearntAt = now,
            EventId = declaration.Id,
        });
    }

    // A file of one undated status gets a line for what was so before.
    private static async Task Status(MassarDb db, FamilyEvent declaration, Employee employee, MaritalStatus status, DateOnly today, DateTime now, CancellationToken ct)
    {
        var id = employee.Id;
        var lines = await db.FamilySteps.Where(s => s.EmployeeId == id).ToListAsync(ct);
        if (lines.Count == 0 && declaration.HappenedOn > employee.RecruitedOn)
            lines.Add(db.FamilySteps.Add(new FamilyStep { EmployeeId = id, StartsOn = employee.RecruitedOn, MaritalStatus = employee.MaritalStatus, SpouseNameAr = employee.SpouseNameAr }).Entity);
        var line = new FamilyStep { EmployeeId = id, StartsOn = declaration.HappenedOn, MaritalStatus = status, SpouseNameAr = declaration.SpouseNameAr, LearntAt = now, EventId = declaration.Id };
        db.FamilySteps.Add(line);
        lines.Add(line);
        // The file itself says what is true today; the line just learnt has no number yet and comes last.
        var of = lines.Where(l => l.StartsOn <= today).MaxBy(l => (l.StartsOn, l.LearntAt ?? DateTime.MinValue))!;
        (employee.MaritalStatus, employee.SpouseNameAr) = (of.MaritalStatus, of.SpouseNameAr);
    }
}
