using System.Globalization;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>An employee with what the rule says of him.</summary>
/// <param name="Postponed">The person is left out of this year's lists, whatever the rule says.</param>
public sealed record Candidate(long EmployeeId, string Ppr, string NameAr, string NameLatin, Advancement Advancement, PostponedLine? Postponed = null)
{
    /// <summary>A decision may be prepared.</summary>
    public bool IsDue => Postponed is null && Advancement.IsDue;

    /// <summary>Somebody has to put a file right first.</summary>
    public bool IsProblem => Postponed is null && Advancement.IsProblem;

    /// <summary>Nothing is to be done yet.</summary>
    public bool IsLater => Postponed is null && !Advancement.IsDue && !Advancement.IsProblem;
}

/// <summary>Runs the rule of échelon advancement over the staff of a place, in seven statements whatever their number.</summary>
public sealed class DueStaff(MassarDb db, TimeProvider clock)
{
    private static readonly DecisionState[] UnderWay = [DecisionState.Draft, DecisionState.InVisa, DecisionState.ToSign, DecisionState.Returned];

    /// <summary>Everybody in the scope with a situation on that day, by name.</summary>
    public async Task<List<Candidate>> Read(IQueryable<Employee> scope, DateOnly on, CancellationToken ct)
    {
        var people = await scope.Select(e => new { e.Id, e.Ppr, e.FirstNameAr, e.LastNameAr, e.FirstNameLatin, e.LastNameLatin }).ToListAsync(ct);
        var steps = (await (from e in scope join s in db.CareerSteps on e.Id equals s.EmployeeId select s).AsNoTracking().ToListAsync(ct)).ToLookup(s => s.EmployeeId);
        // A rating older than three years says nothing about the rhythm of today.
        var (since, until) = (on.Year - 3, on.Year);
        var ratings = (await (from e in scope
                              join r in db.StaffRatings on e.Id equals r.EmployeeId
                              where r.Year >= since && r.Year <= until
                              select new { r.EmployeeId, r.Year, r.Points }).ToListAsync(ct))
            .GroupBy(r => r.EmployeeId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Year)!.Points);
        // A withdrawal on its way counts too: it is about to change the situation. A deduction from the pay does not, nor a sanction that lowers no échelon.
        var underWay = (await (from e in scope
                               join d in db.Decisions on e.Id equals d.EmployeeId
                               where UnderWay.Contains(d.State) && d.Days == null && d.NewChildren == null && !(d.Kind == DisciplinarySanction.KindCode && d.OldIndex == d.NewIndex)
                               select d.EmployeeId).ToListAsync(ct)).ToHashSet();
        var inForce = db.Postponements.InForceOn(on, MoroccanDay.Today(clock));
        var postponed = (await (from e in scope
                                join p in inForce on e.Id equals p.EmployeeId
                                orderby p.Id
                                select new { p.EmployeeId, Line = new PostponedLine(p.Id, p.Year, p.ReasonCode, p.Remark, p.At) }).ToListAsync(ct)).ToLookup(p => p.EmployeeId, p => p.Line);
        var (scale, limits) = await Rules(ct);

        var judged = new List<Candidate>(people.Count);
        foreach (var p in people)
            if (Situation.On(on, steps[p.Id]) is { } now)
                judged.Add(new Candidate(p.Id, p.Ppr, $"{p.LastNameAr} {p.FirstNameAr}", $"{p.LastNameLatin} {p.FirstNameLatin}",
                    EchelonAdvancement.Judge(now, scale, ratings.TryGetValue(p.Id, out var points) ? points : null, limits, on, underWay.Contains(p.Id)),
                    postponed[p.Id].LastOrDefault()));
        return judged;
    }

    // The table of échelons and the two limits: a few dozen rows.
    private async Task<(List<ScaleStep> Scale, RhythmLimits Limits)> Rules(CancellationToken ct)
    {
        var scale = await db.EchelonSteps.Select(s => new ScaleStep(s.Echelle, s.Echelon, s.Index, s.FastMonths, s.MediumMonths, s.SlowMonths)).ToListAsync(ct);
        var settings = await db.Settings.Where(s => s.Code == "careers.rating.fast" || s.Code == "careers.rating.medium").OrderBy(s => s.SchoolYearId).Select(s => new { s.Code, s.Value }).ToListAsync(ct);
        var limits = RhythmLimits.Usual;
        foreach (var setting in settings)
        {
            var value = decimal.Parse(setting.Value, CultureInfo.InvariantCulture);
            limits = setting.Code switch
            {
                "careers.rating.fast" => limits with { Fast = value },
                "careers.rating.medium" => limits with { Medium = value },
                _ => limits,
            };
        }

        return (scale, limits);
    }
}
