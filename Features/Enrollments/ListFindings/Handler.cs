using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ListFindings;

/// <param name="Show">"faults" or "notes"; everything without one.</param>
public sealed record Query(int Import, string? Show, int? Page) : IQuery<Report>;

/// <param name="Faults">All there are; the report keeps the first of them.</param>
/// <param name="Kept">Lines of the report, of those that are shown.</param>
/// <param name="All">How many there are of those that are shown.</param>
/// <param name="InFile">How many of them its file holds.</param>
/// <param name="IsOld">Its lines are gone.</param>
public sealed record Report(int Import, string FileName, ImportState State, DateTime SentAt, int Faults, int Notes, string? Show, IReadOnlyList<Line> Lines, int Page, int Pages, int Kept, int All, int InFile, bool IsOld) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count(l => l.NamesSomebody);
}

/// <param name="Where">0 for the file as a whole.</param>
public sealed record Line(bool IsFault, string File, int Where, string Column, string Key, IReadOnlyList<string> Args)
{
    public bool NamesSomebody => Key is RosterMatch.PupilMissing or RosterMatch.PupilDisabled or RosterMatch.TeacherUnknown or RosterMatch.TeacherMissing;
}

/// <summary>The whole report, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(int Import, string? Show) : IQuery<Whole>;

public sealed record Whole(int Import, string FileName, IReadOnlyList<Line> Lines)
{
    public int Persons => Lines.Count(l => l.NamesSomebody);
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Report>, IQueryHandler<FileQuery, Whole>
{
    private const int PageSize = 20;

    public async Task<Outcome<Report>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Import;
        if (await db.PupilImports.At(user).AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Source == ImportSource.OneRoster, cancellationToken) is not { } import) return Refusal.NotFound;
        var show = request.Show is "faults" or "notes" ? request.Show : null;
        var kept = await Of(id, show).CountAsync(cancellationToken);
        var pages = Math.Max(1, (kept + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var lines = await Of(id, show).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var all = show switch { "faults" => import.Faults, "notes" => import.Notes, _ => import.Faults + import.Notes };
        var inFile = !await db.RosterFindingBooks.AnyAsync(b => b.ImportId == id, cancellationToken) ? kept
            : (show == "notes" ? 0 : Math.Min(import.Faults, RosterFindingBook.Most)) + (show == "faults" ? 0 : Math.Min(import.Notes, RosterFindingBook.Most));
        return new Report(id, import.FileName, import.State, import.SentAt, import.Faults, import.Notes, show, [.. lines.Select(Line)], page, pages, kept, all, inFile, kept == 0 && inFile == 0 && all > 0);
    }

    public async Task<Outcome<Whole>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var id = request.Import;
        if (await db.PupilImports.At(user).AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Source == ImportSource.OneRoster, cancellationToken) is not { } import) return Refusal.NotFound;
        if (await db.RosterFindingBooks.AsNoTracking().SingleOrDefaultAsync(b => b.ImportId == id, cancellationToken) is { } book)
            return new Whole(id, import.FileName, [.. book.Findings().Where(f => (request.Show != "faults" || f.IsFault) && (request.Show != "notes" || !f.IsFault)).Select(Line)]);
        return new Whole(id, import.FileName, [.. (await Of(id, request.Show).ToListAsync(cancellationToken)).Select(Line)]);
    }

    private IQueryable<RosterFinding> Of(int import, string? show) =>
        db.RosterFindings.AsNoTracking().Where(f => f.ImportId == import && (show != "faults" || f.IsFault) && (show != "notes" || !f.IsFault)).OrderByDescending(f => f.IsFault).ThenBy(f => f.Number);

    private static Line Line(RosterFinding f) => new(f.IsFault, f.File, f.Line, f.Column, f.Key, f.Args);
}
