using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.ShowSchool;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(int School, string? Show, int Page, int FlagPage, bool IsWhole) : IQuery<Sheet>;

/// <summary>A school's use of staff.</summary>
/// <param name="Lines">Of the page.</param>
/// <param name="Flags">Of the page, those somebody has to act on first.</param>
/// <param name="Open">Flags the head has to answer.</param>
/// <param name="Due">Hours due by all who are at work, with <paramref name="Taught"/> beside it.</param>
public sealed record Sheet(
    int SchoolId, string NameAr, string NameFr, bool IsPublic, DateOnly Day, string Show, IReadOnlyList<StaffLine> Lines, int Total, int Page, IReadOnlyList<FlagLine> Flags, int TotalFlags, int FlagPage,
    int Open, int Sent, decimal Due, decimal Taught, int Classes, int ClassesWithoutTimetable, IReadOnlyList<DueLine> Rules, bool IsHere) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    public int FlagPages => (TotalFlags + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <summary>A flag with where it stands.</summary>
public sealed record FlagLine(StaffFlag Flag, FlagState State);

/// <summary>What a grade of this school owes, with how sure it is.</summary>
public sealed record DueLine(string GradeAr, string GradeFr, decimal Hours, string Confidence);

public sealed class Handler(MassarDb db, CurrentUser user, UseDesk desk, TimeProvider clock) : IQueryHandler<Query, Sheet>
{
    public async Task<Outcome<Sheet>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (school, path) = (query.School, user.PlacePath);
        if (!await db.Places.AnyAsync(p => p.Id == school && p.Path.StartsWith(path), ct) || await desk.Read(school, ct) is not { } use)
            return Refusal.NotFound;

        var flagged = use.Flags.Where(f => f.Flag.EmployeeId is not null).Select(f => f.Flag.EmployeeId!.Value).ToHashSet();
        var show = query.Show is "flagged" or "others" ? query.Show : "all";
        List<StaffLine> lines = [.. use.Staff.Where(l => show switch { "flagged" => flagged.Contains(l.EmployeeId), "others" => !l.IsHere, _ => true })
            .OrderBy(l => l.Gap is { } gap ? Math.Abs(gap) < 0.5m ? 1 : 0 : 2).ThenBy(l => l.Gap)];
        var pages = Math.Max(1, (lines.Count + Sheet.PageSize - 1) / Sheet.PageSize);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, pages);
        var here = use.Staff.Where(l => l is { IsHere: true, IsAway: false, Due: not null }).ToList();
        var flags = use.Flags.Select(f => new FlagLine(f.Flag, f.State)).OrderBy(f => Turn(f.State)).ThenBy(f => f.Flag.Rule).ThenByDescending(f => f.Flag.Gap).ToList();
        var flagPage = query.IsWhole ? 1 : Math.Clamp(query.FlagPage, 1, Math.Max(1, (flags.Count + Sheet.PageSize - 1) / Sheet.PageSize));
        return new Sheet(
            school, use.NameAr, use.NameFr, use.IsPublic, use.Frame.Day, show, query.IsWhole ? lines : [.. lines.Skip((page - 1) * Sheet.PageSize).Take(Sheet.PageSize)], lines.Count, page,
            query.IsWhole ? flags : [.. flags.Skip((flagPage - 1) * Sheet.PageSize).Take(Sheet.PageSize)], flags.Count, flagPage,
            use.Flags.Count(f => f.State is FlagState.Open or FlagState.Returned or FlagState.Lapsed), use.Flags.Count(f => f.State == FlagState.Sent), here.Sum(l => l.Due!.Hours), here.Sum(l => l.Taught), use.Classes,
            use.ClassesWithoutTimetable, [.. here.GroupBy(l => l.GradeCode, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new DueLine(g.First().GradeAr, g.First().GradeFr, g.First().Due!.Hours, g.First().Due!.Confidence))], school == user.PlaceId);
    }

    // What the head has to do, then what the directorate has to do, then what is closed.
    private static int Turn(FlagState state) => state switch { FlagState.Returned => 0, FlagState.Lapsed => 1, FlagState.Open => 2, FlagState.Sent => 3, _ => 4 };
}
