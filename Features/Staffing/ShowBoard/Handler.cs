using Massar.Features.Schools.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.ShowBoard;

/// <param name="IsWhole">All lines, for a file.</param>
public sealed record Query(string? By, string? Subject, int? Commune, int Page, bool IsWhole) : IQuery<Board>;

/// <summary>Surplus and shortage below the reader's place.</summary>
/// <param name="By">subject, commune or school.</param>
/// <param name="Lines">The worst shortage first.</param>
/// <param name="Missing">Posts missing, over all lines that miss some.</param>
/// <param name="TooMany">Posts too many, over all lines that have them.</param>
/// <param name="Open">Hours that nobody gives.</param>
/// <param name="Free">Hours due that are not taught.</param>
public sealed record Board(
    string By, string? Subject, int? Commune, DateOnly Day, IReadOnlyList<Row> Lines, int Total, int Page, decimal Missing, decimal TooMany, decimal Open, decimal Free, IReadOnlyList<Choice> Subjects, IReadOnlyList<Choice> Communes)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <param name="PlaceAr">Null where all places are taken together.</param>
public sealed record Row(NeedLine Line, string? PlaceAr, string? PlaceFr, string SubjectAr, string SubjectFr);

public sealed record Choice(string Code, string NameAr, string NameFr);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        var (by, path) = (query.By is "subject" or "school" ? query.By : "commune", user.PlacePath);
        var frame = await StaffingFrame.Current(db, clock, ct);
        var lines = await NeedBoard.Read(db, frame, path, query.Commune, by == "school", ct);
        if (by == "subject")
            lines = [.. lines.GroupBy(l => (l.Cycle, l.Discipline)).Select(g => g.Aggregate((one, other) => one.And(other, 0)) with { PlaceId = 0 })];
        List<Choice> subjects = [.. lines.GroupBy(l => l.Discipline).Select(g => new Choice(g.Key, g.Select(l => l.NameAr).FirstOrDefault(n => n is not null) ?? g.Key, g.Select(l => l.NameFr).FirstOrDefault(n => n is not null) ?? g.Key)).OrderBy(s => s.NameFr, StringComparer.Ordinal)];
        var called = subjects.ToDictionary(s => s.Code);
        if (query.Subject is { Length: > 0 } subject)
            lines = [.. lines.Where(l => l.Discipline == subject)];
        lines = [.. lines.OrderBy(l => l.Balance).ThenByDescending(l => l.Open).ThenBy(l => l.PlaceId).ThenBy(l => l.Cycle, StringComparer.Ordinal).ThenBy(l => l.Discipline, StringComparer.Ordinal)];

        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (lines.Count + Board.PageSize - 1) / Board.PageSize));
        var shown = query.IsWhole ? lines : [.. lines.Skip((page - 1) * Board.PageSize).Take(Board.PageSize)];
        var ids = by == "school" ? shown.Select(l => l.PlaceId).Distinct().ToList() : [];
        var names = await db.Places.Where(p => p.Path.StartsWith(path) && p.Kind == PlaceKind.Commune).Select(p => new { p.Id, p.Code, p.NameAr, p.NameFr })
            .Concat(db.Places.Where(p => ids.Contains(p.Id) && p.Kind >= PlaceKind.School).Select(p => new { p.Id, p.Code, p.NameAr, p.NameFr })).ToListAsync(ct);
        var places = names.ToDictionary(n => n.Id);
        var isSchool = ids.ToHashSet();
        return new Board(
            by, query.Subject, query.Commune, frame.Day,
            [.. shown.Select(l => new Row(l, places.GetValueOrDefault(l.PlaceId)?.NameAr, places.GetValueOrDefault(l.PlaceId)?.NameFr, called[l.Discipline].NameAr, called[l.Discipline].NameFr))],
            lines.Count, page, -lines.Where(l => l.Balance < 0).Sum(l => l.Balance), lines.Where(l => l.Balance > 0).Sum(l => l.Balance), lines.Sum(l => l.Open), lines.Sum(l => l.Free),
            subjects,
            [.. places.Values.Where(p => !isSchool.Contains(p.Id)).OrderBy(p => p.Code, StringComparer.Ordinal).Select(p => new Choice($"{p.Id}", p.NameAr, p.NameFr))]);
    }
}
