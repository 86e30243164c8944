using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ImportBarriers;

/// <param name="Rows">As typed, or read from a file; null for what is kept alone.</param>
public sealed record Query(string? Rows, int Page, bool IsWhole) : IQuery<Kept>;

/// <summary>What is kept of the reader's territory, and the lines just typed with what is wrong about each.</summary>
public sealed record Kept(IReadOnlyList<Row> Rows, int Total, int Page, IReadOnlyList<BarrierRow> Typed)
{
    public const int PageSize = 20;

    /// <summary>Movements whose figures the reader brings in.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

public sealed record Row(int Year, string Category, string Code, string PlaceAr, string PlaceFr, string Group, decimal Points, int? Admitted, string Source, string Confidence);

/// <param name="Category">Of the movement: one of <see cref="MovementCategories.Grades"/>.</param>
/// <param name="Source">Where the figures were taken from.</param>
/// <param name="IsUnreadable">The file that was sent is none.</param>
public sealed record Command(string? Category, string? Source, string? Confidence, string? Rows, bool IsUnreadable) : ICommand<Imported>
{
    public static readonly string[] Confidences = ["sure", "likely", "to-confirm"];
}

/// <summary>How many lines are new, and how many stand in the place of a former one.</summary>
public sealed record Imported(int New, int Changed);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Category).Must(c => c is not null && MovementCategories.Grades.ContainsKey(c)).WithMessage("mobility.barriers.category.needed");
        RuleFor(c => c.Source).Must(s => BidiSafe.CleanOrNull(s) is not null).WithMessage("mobility.barriers.source.needed");
        RuleFor(c => c.Source).MaximumLength(PostBarrier.SourceLength).WithMessage("mobility.too-long").WithState(_ => new object[] { PostBarrier.SourceLength });
        RuleFor(c => c.Rows).MaximumLength(BarrierRows.MostText).WithMessage("mobility.too-long").WithState(_ => new object[] { BarrierRows.MostText });
        RuleFor(c => c.Confidence).Must(c => Command.Confidences.Contains(c)).WithMessage("mobility.barriers.confidence.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Kept>, ICommandHandler<Command, Imported>
{
    private const int MostInFile = 50_000;

    public async Task<Outcome<Kept>> Handle(Query query, CancellationToken ct)
    {
        var path = user.PlacePath;
        var mine = db.PostBarriers.Where(b => b.PlacePath.StartsWith(path));
        var total = await mine.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Kept.PageSize - 1) / Kept.PageSize));
        var rows = await (
            from b in mine.OrderByDescending(b => b.Year).ThenBy(b => b.Id).Skip((page - 1) * Kept.PageSize).Take(query.IsWhole ? MostInFile : Kept.PageSize)
            join p in db.Places on b.PlaceId equals p.Id
            orderby b.Year descending, b.Id
            select new Row(b.Year, b.CategoryCode, p.Code, p.NameAr, p.NameFr, b.GroupCode, b.Points, b.Admitted, b.Source, b.Confidence)).AsNoTracking().ToListAsync(ct);
        return new Kept(rows, total, page, query.Rows is null ? [] : await Look(BarrierRows.Read(query.Rows), ct)) { Categories = [.. MovementCategories.Grades.Keys.Where(IsMine)] };
    }

    public async Task<Outcome<Imported>> Handle(Command command, CancellationToken ct)
    {
        if (command.IsUnreadable)
            return Refusal.Invalid("File", "mobility.barriers.file-wrong");
        if (!IsMine(command.Category!))
            return Refusal.Invalid("Category", "mobility.barriers.category.ministry");
        var rows = BarrierRows.Read(command.Rows);
        if (rows.Count is 0 or > BarrierRows.Most)
            return Refusal.Invalid("Rows", "mobility.barriers.rows-needed", BarrierRows.Most);
        rows = await Look(rows, ct);
        if (rows.Count(r => r.Wrong is not null) is > 0 and var wrong)
            return Refusal.Invalid("Rows", "mobility.barriers.rows-wrong", wrong);

        var places = await Places(rows, ct);
        var (category, source, confidence, ids) = (command.Category!, BidiSafe.CleanOrNull(command.Source)!, command.Confidence!, places.Values.Select(p => p.Id).ToList());
        var known = await db.PostBarriers.Where(b => b.CategoryCode == category && ids.Contains(b.PlaceId)).OrderBy(b => b.Id).ForUpdate().ToListAsync(ct);
        var (added, changed) = (0, 0);
        foreach (var row in rows)
        {
            var place = places[row.Place];
            if (known.Find(b => b.PlaceId == place.Id && b.Year == row.Year && b.GroupCode == row.Group) is { } former)
            {
                (former.Points, former.Admitted, former.Source, former.Confidence) = (row.Points!.Value, row.Admitted, source, confidence);
                changed++;
                continue;
            }

            db.PostBarriers.Add(new PostBarrier
            {
                Year = row.Year!.Value,
                CategoryCode = category,
                PlaceId = place.Id,
                PlacePath = place.Path,
                GroupCode = row.Group,
                Points = row.Points!.Value,
                Admitted = row.Admitted,
                Source = source,
                Confidence = confidence,
            });
            added++;
        }

        await db.SaveChangesAsync(ct);
        return new Imported(added, changed);
    }

    // The figures of the national movement are the ministry's; an academy has those of its own.
    private bool IsMine(string category) => Territory.AcademyOf(user.PlacePath) is null || MovementCategories.ScopeOf(category) is not CampaignScope.National;

    // Nobody brings in figures of a place that is not below his own.
    private async Task<List<BarrierRow>> Look(List<BarrierRow> rows, CancellationToken ct)
    {
        var places = await Places(rows, ct);
        return rows.ConvertAll(r => r.Wrong is null && !places.ContainsKey(r.Place) ? r with { Wrong = "mobility.barriers.wrong.place" } : r);
    }

    private async Task<Dictionary<string, (int Id, string Path)>> Places(List<BarrierRow> rows, CancellationToken ct)
    {
        var (codes, path) = (rows.Where(r => r.Wrong is null).Select(r => r.Place).Distinct().Take(BarrierRows.Most).ToList(), user.PlacePath);
        var found = await db.Places.AsNoTracking().Where(p => codes.Contains(p.Code) && p.Path.StartsWith(path)).OrderByDescending(p => p.Kind).Select(p => new { p.Id, p.Code, p.Path }).ToListAsync(ct);
        return found.DistinctBy(p => p.Code, StringComparer.OrdinalIgnoreCase).ToDictionary(p => p.Code, p => (p.Id, p.Path), StringComparer.OrdinalIgnoreCase);
    }
}
