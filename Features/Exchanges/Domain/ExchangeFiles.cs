using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.Domain;

/// <summary>Figures of the year's settings <c>exchanges.*</c>.</summary>
public sealed class ExchangeFigures(YearFigures figures)
{
    public const string Prefix = "exchanges.";

    public static async Task<ExchangeFigures> Current(MassarDb db, CancellationToken ct) => new(await YearFigures.Current(db, Prefix, ct));

    /// <summary>Full school years in the present post.</summary>
    public int YearsInPost => figures.Number("years-in-post", 2, 0, 40);

    /// <summary>Days the others have to accept.</summary>
    public int AnswerDays => figures.Number("answer-days", 10, 1, 90);

    /// <summary>Days an office usually takes; after them it is late.</summary>
    public int OfficeDays => figures.Number("office-days", 10, 1, 90);

    /// <summary>Days between the proposal and the day all change places, at least.</summary>
    public int NoticeDays => figures.Number("notice-days", 15, 1, 300);

    /// <summary>Days a line of the board is shown.</summary>
    public int OfferDays => figures.Number("offer-days", 180, 1, 366);
}

/// <summary>One condition, answered for one person.</summary>
/// <param name="Code">Names its sentences: <c>exchanges.rule.*</c> where it holds, <c>exchanges.why.*</c> where not, <c>exchanges.source.*</c> for where it is written.</param>
/// <param name="Args">The evidence, for both sentences.</param>
public sealed record ExchangeRule(string Code, bool Holds, params object[] Args)
{
    public Said Says() => new(Holds ? $"exchanges.rule.{Code}" : $"exchanges.why.{Code}", Args);

    public Said Source() => new($"exchanges.source.{Code}");

    public Refusal AsRefusal() => Refusal.Conflict($"exchanges.why.{Code}", Args).Next("exchanges.why.next");
}

/// <summary>What is known of somebody who exchanges, on the day it is read.</summary>
/// <param name="IsAtSchool">Works at a public school that is open.</param>
/// <param name="MovementAr">A movement under way in which a request of his stands; null when there is none.</param>
/// <param name="HasDecision">A decision about post or career waits for its signature.</param>
/// <param name="HasInstallation">Awaited somewhere.</param>
/// <param name="OtherExchange">An exchange he has accepted and that is not over; null when there is none.</param>
public sealed record ExchangeFile(
    long EmployeeId, string Ppr, string NameAr, string NameLatin, string GradeCode, string? DisciplineCode, int PlaceId, string PlacePath, string PlaceAr, string PlaceFr, bool IsAtSchool, DateOnly PostedOn,
    Situation? Now, string? MovementAr, string? MovementFr, bool HasDecision, bool HasInstallation, long? OtherExchange)
{
    /// <summary>Cycle and subject; null for who does not teach.</summary>
    public string? Group => Campaign.Takes(Teachers, GradeCode) ? PostGroup.Of(Teachers, GradeCode, DisciplineCode) : null;

    public string? AcademyPath => Territory.AcademyOf(PlacePath);

    private static readonly string Teachers = MovementCategories.Grades["REGIONAL"];

    /// <summary>Every condition that concerns the person alone, answered.</summary>
    public IReadOnlyList<ExchangeRule> Judge(ExchangeFigures figures, DateOnly today)
    {
        var years = Seniority.SchoolYears(PostedOn, today);
        return
        [
            new("teacher", Group is not null),
            new("school", IsAtSchool),
            new("active", Now is { PositionCode: DecisionKinds.Activity }),
            new("titular", Now is { IsTrainee: false }),
            new("years", years >= figures.YearsInPost, years, figures.YearsInPost, Formats.ShortDate(PostedOn)),
            new("movement", MovementAr is null, MovementAr ?? "", MovementFr ?? ""),
            new("decision", !HasDecision),
            new("installation", !HasInstallation),
            new("exchange", OtherExchange is null),
        ];
    }

    /// <summary>What must hold between those of a circle.</summary>
    public static IReadOnlyList<ExchangeRule> JudgeCircle(IReadOnlyList<ExchangeFile> circle) =>
    [
        new("group", circle.All(p => p.Group is not null && p.Group == circle[0].Group)),
        new("places", circle.DistinctBy(p => p.PlaceId).Count() == circle.Count),
        // The director of an academy signs for the academy's own schools: between academies it is the national movement's matter.
        new("academy", circle.All(p => p.AcademyPath is not null && p.AcademyPath == circle[0].AcademyPath)),
    ];
}

/// <summary>Reads what the conditions look at, for several people in one statement.</summary>
public sealed class ExchangeFiles(MassarDb db, TimeProvider clock)
{
    /// <param name="people">Whom to read; those who are not there are absent from the answer.</param>
    /// <param name="except">The exchange in question, which does not stand against itself.</param>
    public async Task<Dictionary<long, ExchangeFile>> Of(IReadOnlyCollection<long> people, long except, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        long[] ids = [.. people];
        var rows = await (
            from e in db.Employees.AsNoTracking()
            where ids.Contains(e.Id)
            join place in db.Places on e.PlaceId equals place.Id
            select new
            {
                Employee = e,
                place.NameAr,
                place.NameFr,
                IsAtSchool = db.Schools.Any(s => s.Id == e.PlaceId && s.IsPublic && (s.ClosedOn == null || s.ClosedOn >= today)),
                Movement = (
                    from r in db.MovementRequests
                    where r.EmployeeId == e.Id && r.Submissions > 0 && r.State != RequestState.Draft && r.State != RequestState.Withdrawn && r.State != RequestState.Refused
                    join c in db.Campaigns on r.CampaignId equals c.Id
                    where c.State == CampaignState.Announced && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
                        && !db.AssignmentRuns.Any(a => a.CampaignId == c.Id && a.PublishAt != null && a.PublishAt <= DateTime.UtcNow)
                    orderby c.Id
                    select new { c.NameAr, c.NameFr }).FirstOrDefault(),
                HasDecision = db.Decisions.Any(d => d.EmployeeId == e.Id && d.Number == null && d.State != DecisionState.Refused && d.State != DecisionState.Withdrawn && d.Days == null && d.NewChildren == null
                    && !db.Exchanges.Any(x => x.Id == except && x.BatchId == d.BatchId)),
                HasInstallation = db.Installations.Any(i => i.EmployeeId == e.Id && (i.State == InstallationState.Due || i.State == InstallationState.Present)),
                Other = (
                    from p in db.ExchangeParties
                    where p.EmployeeId == e.Id && p.ExchangeId != except && p.AcceptedAt != null
                    join x in db.Exchanges on p.ExchangeId equals x.Id
                    where x.State == ExchangeState.Proposed || x.State == ExchangeState.AtOffices || x.State == ExchangeState.InDecision
                    orderby x.Id
                    select (long?)x.Id).FirstOrDefault(),
                Postings = db.Postings.Where(p => p.EmployeeId == e.Id).ToList(),
                Steps = db.CareerSteps.Where(s => s.EmployeeId == e.Id).ToList(),
            }).AsSingleQuery().ToListAsync(ct);
        return rows.ToDictionary(r => r.Employee.Id, r => new ExchangeFile(
            r.Employee.Id, r.Employee.Ppr, r.Employee.FullNameAr, r.Employee.FullNameLatin, r.Employee.GradeCode, r.Employee.DisciplineCode, r.Employee.PlaceId, r.Employee.PlacePath, r.NameAr, r.NameFr, r.IsAtSchool,
            Since(r.Postings, r.Employee.PlaceId) ?? r.Employee.RecruitedOn, Situation.On(today, r.Steps), r.Movement?.NameAr, r.Movement?.NameFr, r.HasDecision, r.HasInstallation, r.Other));
    }

    // Goes back from today as long as the workplace stays the same.
    private static DateOnly? Since(IEnumerable<Posting> postings, int place)
    {
        DateOnly? since = null;
        foreach (var posting in postings.WorkedAt(DateTime.MaxValue).OrderByDescending(p => p.StartsOn))
        {
            if (posting.PlaceId != place)
                break;
            since = posting.StartsOn;
        }

        return since;
    }
}
