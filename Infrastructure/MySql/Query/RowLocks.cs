namespace Microsoft.EntityFrameworkCore;

/// <summary>Row locks for queue-like work, taken by an ordinary query inside a transaction.</summary>
/// <remarks>
/// The clause ends the statement, so it locks what the outermost SELECT reads: keep such a query flat (Where, OrderBy, Take),
/// without Include after Take, Distinct, GroupBy or set operations, and index what it filters on.
/// </remarks>
public static class MySqlRowLockExtensions
{
    internal const string SkipTag = "lock:skip";
    internal const string UpdateTag = "lock:update";

    /// <summary>Locks the rows read until the transaction ends; waits for rows that another transaction holds.</summary>
    public static IQueryable<T> ForUpdate<T>(this IQueryable<T> source) => source.TagWith(UpdateTag);

    /// <summary>Locks the rows read until the transaction ends; leaves out rows that another transaction holds.</summary>
    public static IQueryable<T> ForUpdateSkipLocked<T>(this IQueryable<T> source) => source.TagWith(SkipTag);
}
