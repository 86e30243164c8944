using System.Linq.Expressions;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.Domain;

/// <summary>How a value of a reference row is written and read.</summary>
public enum ColumnKind
{
    Text,
    Whole,
    Decimal,
    Day,
    Flag,
    Confidence,
}

/// <summary>How sure a fact is: established, from one good source, or a default to be confirmed.</summary>
public static class Confidence
{
    public const string Sure = "sure";
    public const string Likely = "likely";
    public const string ToConfirm = "to confirm";

    public static readonly IReadOnlyList<string> All = [Sure, Likely, ToConfirm];

    /// <summary>The mark a note begins with: "likely (one source)" is likely; a note that names several counts as the weakest.</summary>
    public static string MarkOf(string note) =>
        note.Contains(ToConfirm, StringComparison.Ordinal) ? ToConfirm
        : note.Contains(Likely, StringComparison.Ordinal) ? Likely
        : note.StartsWith(Sure, StringComparison.Ordinal) ? Sure
        : ToConfirm;
}

/// <summary>A column of a list: its name in forms and in the API, and how it is got and set.</summary>
/// <param name="Set">Null for columns that name the row and never change.</param>
/// <param name="MaxLength">Longest text.</param>
/// <param name="InTable">Shown in the list, not only on the row's own page.</param>
public sealed record ReferenceColumn(
    string Name, ColumnKind Kind, Func<object, object?> Get, Action<object, object?>? Set, bool IsRequired, bool InTable, int MaxLength);

/// <summary>A row with its values in the order of the list's columns.</summary>
public sealed record ReferenceRow(string Key, int Version, IReadOnlyList<object?> Values);

/// <summary>A list the ministry keeps: which table it is, by year or not, and which columns may be edited.</summary>
public abstract class ReferenceList(string code, bool isYearly, IReadOnlyList<ReferenceColumn> columns)
{
    /// <summary>Every list, in the order of the page.</summary>
    public static IReadOnlyList<ReferenceList> All { get; } = ReferenceLists.Make();

    public string Code => code;

    /// <summary>Has rows of its own for each school year.</summary>
    public bool IsYearly => isYearly;

    public IReadOnlyList<ReferenceColumn> Columns => columns;

    public static ReferenceList? Find(string code) => All.FirstOrDefault(l => l.Code == code);

    /// <summary>One number for each row, always the given one: what lets all lists be counted in one statement.</summary>
    public abstract IQueryable<int> Tallies(MassarDb db, int year, int number);

    /// <summary>All rows, of the year for yearly lists, in their own order. A list has some hundreds at most.</summary>
    public abstract Task<IReadOnlyList<ReferenceRow>> Rows(MassarDb db, int year, CancellationToken ct);

    /// <summary>The entity of a row, to be changed; null when there is none.</summary>
    public abstract Task<IVersioned?> Entity(MassarDb db, string key, CancellationToken ct);

    public ReferenceRow View(string key, IVersioned entity) => new(key, entity.Version, [.. columns.Select(c => c.Get(entity))]);
}

/// <summary>A list over one table.</summary>
/// <param name="source">Its rows in order; the year matters only to yearly lists.</param>
/// <param name="keyOf">The key of a row as it stands in addresses.</param>
/// <param name="byKey">Finds a row by that key; null when the key cannot be one.</param>
public sealed class ReferenceList<T>(
    string code, bool isYearly, Func<MassarDb, int, IQueryable<T>> source, Func<T, string> keyOf, Func<string, Expression<Func<T, bool>>?> byKey, IReadOnlyList<ReferenceColumn> columns)
    : ReferenceList(code, isYearly, columns) where T : class, IVersioned
{
    public override IQueryable<int> Tallies(MassarDb db, int year, int number) => source(db, year).Select(_ => number);

    public override async Task<IReadOnlyList<ReferenceRow>> Rows(MassarDb db, int year, CancellationToken ct) =>
        [.. (await source(db, year).AsNoTracking().ToListAsync(ct)).Select(r => View(keyOf(r), r))];

    public override async Task<IVersioned?> Entity(MassarDb db, string key, CancellationToken ct) =>
        byKey(key) is { } predicate ? await db.Set<T>().SingleOrDefaultAsync(predicate, ct) : null;
}
