using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.Domain;

/// <summary>A structure with what follows from it: averages, hours and teachers.</summary>
public sealed record StructureView(
    int Id, int Version, int SchoolId, string SchoolAr, string SchoolFr, int Year, StructureState State, bool IsWithHead,
    IReadOnlyList<StructureLineView> Lines, IReadOnlyList<NeedView> Needs, IReadOnlyList<StructureStepView> Steps)
{
    public int Pupils => Lines.Sum(l => l.Pupils);

    public int Classes => Lines.Sum(l => l.Classes);

    public decimal Hours => Needs.Sum(n => n.Hours);

    public int Needed => Needs.Sum(n => n.Needed);

    public int Present => Needs.Sum(n => n.Present);
}

/// <param name="Norm">Pupils of a class, by the year's data.</param>
/// <param name="MayChange">Open to the head now.</param>
public sealed record StructureLineView(
    int Id, int Version, string LevelAr, string LevelFr, string? StreamAr, string? StreamFr, int Norm, int ProposedPupils, int ProposedClasses,
    int Pupils, int Classes, string? Note, StructureLineState State, string? Remark, bool MayChange)
{
    /// <summary>What a first year was proposed from; null for other lines.</summary>
    public StructureSource? Source { get; init; }

    /// <summary>Pupils of a class, rounded up; none without classes.</summary>
    public int? Average => Classes == 0 ? null : (Pupils + Classes - 1) / Classes;

    public bool IsCrowded => Average > Norm || (Classes == 0 && Pupils > 0);
}

/// <summary>What a first year was proposed from: requests of families, younger brothers and sisters who come of age, and who entered this year.</summary>
public sealed record StructureSource(int Requests, int Siblings, int Entrants);

/// <summary>Teachers of a discipline: needed by the structure, and there.</summary>
public sealed record NeedView(string NameAr, string NameFr, decimal Hours, int Needed, int Present);

public sealed record StructureStepView(StructureState State, string Role, string NameAr, string NameLatin, DateTime At);

/// <summary>Reads structures for the two who work on them.</summary>
public sealed class StructureViews(MassarDb db)
{
    private const string Disciplines = "disciplines";

    /// <param name="structures">Those in the person's scope; the first is read.</param>
    public async Task<StructureView?> Read(IQueryable<Structure> structures, CancellationToken ct)
    {
        var head = await (
            from s in structures
            join place in db.Places on s.SchoolId equals place.Id
            orderby s.Id
            select new { Structure = s, place.NameAr, place.NameFr }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (head is null) return null;
        var structure = head.Structure;
        var rows = await (
            from line in db.StructureLines
            where line.StructureId == structure.Id
            join level in db.Levels on line.LevelCode equals level.Code
            join stream in db.StudyStreams on line.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            orderby level.Order, line.LevelCode, line.StreamCode
            select new { Line = line, Level = level, StreamAr = (string?)stream.NameAr, StreamFr = (string?)stream.NameFr }).AsNoTracking().ToListAsync(ct);
        var steps = await (
            from step in db.StructureSteps
            where step.StructureId == structure.Id
            join account in db.Accounts on step.ByAccountId equals account.Id
            orderby step.Id
            select new StructureStepView(step.State, step.Role, account.NameAr, account.NameLatin, step.At)).ToListAsync(ct);
        var rules = await StructureRules.Of(db, structure.SchoolYearId, ct);
        var levels = rows.Select(r => r.Line.LevelCode).Distinct().ToList();
        var plans = (await db.SubjectPlans.AsNoTracking().Where(p => p.SchoolYearId == structure.SchoolYearId && levels.Contains(p.LevelCode)).ToListAsync(ct)).ToLookup(p => (p.LevelCode, p.StreamCode));
        var needs = StructureForecast.Teachers(rows.Select(r => (r.Level.CycleCode, r.Line.LevelCode, r.Line.StreamCode, r.Line.Classes)), plans, rules);
        var (codes, school) = (needs.Select(n => n.Discipline).ToList(), structure.SchoolId);
        var known = await db.Nomenclatures.Where(n => n.List == Disciplines && codes.Contains(n.Code))
            .Select(n => new { n.Code, n.NameAr, n.NameFr, Present = db.Employees.Count(e => e.PlaceId == school && e.DisciplineCode == n.Code) }).ToDictionaryAsync(n => n.Code, ct);
        return new StructureView(structure.Id, structure.Version, structure.SchoolId, head.NameAr, head.NameFr, structure.SchoolYearId, structure.State, structure.IsWithHead,
            [.. rows.Select(r => new StructureLineView(r.Line.Id, r.Line.Version, r.Level.NameAr, r.Level.NameFr, r.StreamAr, r.StreamFr, rules.NormOf(r.Level), r.Line.ProposedPupils, r.Line.ProposedClasses,
                r.Line.Pupils, r.Line.Classes, r.Line.Note, r.Line.State, r.Line.Remark, structure.MayChange(r.Line))
                { Source = r.Line is { FromRequests: { } requests, FromSiblings: { } siblings, FromEntrants: { } entrants } ? new StructureSource(requests, siblings, entrants) : null })],
            [.. needs.Select(n => new NeedView(known.GetValueOrDefault(n.Discipline)?.NameAr ?? n.Discipline, known.GetValueOrDefault(n.Discipline)?.NameFr ?? n.Discipline, n.Hours, n.Needed, known.GetValueOrDefault(n.Discipline)?.Present ?? 0))
                .OrderBy(n => n.Present - n.Needed).ThenByDescending(n => n.Hours)],
            steps);
    }
}
