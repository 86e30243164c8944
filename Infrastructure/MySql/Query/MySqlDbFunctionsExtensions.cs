namespace Microsoft.EntityFrameworkCore;

/// <summary>Functions of the server that C# has no method for. They run in queries only.</summary>
/// <remarks>
/// A difference counts whole units from the first moment to the second, negative when the second is earlier, cut toward zero:
/// it is TIMESTAMPDIFF, not the number of calendar boundaries crossed.
/// </remarks>
public static class MySqlDbFunctionsExtensions
{
    /// <summary>Whole years from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffYear(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffYear));

    /// <summary>Whole years from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffYear(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffYear));

    /// <summary>Whole years from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffYear(this DbFunctions _, DateOnly startDate, DateOnly endDate)
        => throw InQueriesOnly(nameof(DateDiffYear));

    /// <summary>Whole years from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffYear(this DbFunctions _, DateOnly? startDate, DateOnly? endDate)
        => throw InQueriesOnly(nameof(DateDiffYear));

    /// <summary>Whole years from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffYear(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffYear));

    /// <summary>Whole years from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffYear(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffYear));

    /// <summary>Whole months from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMonth(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffMonth));

    /// <summary>Whole months from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMonth(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffMonth));

    /// <summary>Whole months from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMonth(this DbFunctions _, DateOnly startDate, DateOnly endDate)
        => throw InQueriesOnly(nameof(DateDiffMonth));

    /// <summary>Whole months from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMonth(this DbFunctions _, DateOnly? startDate, DateOnly? endDate)
        => throw InQueriesOnly(nameof(DateDiffMonth));

    /// <summary>Whole months from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMonth(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffMonth));

    /// <summary>Whole months from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMonth(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffMonth));

    /// <summary>Whole days from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffDay(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffDay));

    /// <summary>Whole days from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffDay(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffDay));

    /// <summary>Whole days from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffDay(this DbFunctions _, DateOnly startDate, DateOnly endDate)
        => throw InQueriesOnly(nameof(DateDiffDay));

    /// <summary>Whole days from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffDay(this DbFunctions _, DateOnly? startDate, DateOnly? endDate)
        => throw InQueriesOnly(nameof(DateDiffDay));

    /// <summary>Whole days from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffDay(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffDay));

    /// <summary>Whole days from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffDay(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffDay));

    /// <summary>Whole hours from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffHour(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffHour));

    /// <summary>Whole hours from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffHour(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffHour));

    /// <summary>Whole hours from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffHour(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffHour));

    /// <summary>Whole hours from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffHour(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffHour));

    /// <summary>Whole minutes from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMinute(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffMinute));

    /// <summary>Whole minutes from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMinute(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffMinute));

    /// <summary>Whole minutes from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMinute(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffMinute));

    /// <summary>Whole minutes from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMinute(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffMinute));

    /// <summary>Whole seconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffSecond(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffSecond));

    /// <summary>Whole seconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffSecond(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffSecond));

    /// <summary>Whole seconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffSecond(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffSecond));

    /// <summary>Whole seconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffSecond(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffSecond));

    /// <summary>Whole microseconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMicrosecond(this DbFunctions _, DateTime startDate, DateTime endDate)
        => throw InQueriesOnly(nameof(DateDiffMicrosecond));

    /// <summary>Whole microseconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMicrosecond(this DbFunctions _, DateTime? startDate, DateTime? endDate)
        => throw InQueriesOnly(nameof(DateDiffMicrosecond));

    /// <summary>Whole microseconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int DateDiffMicrosecond(this DbFunctions _, DateTimeOffset startDate, DateTimeOffset endDate)
        => throw InQueriesOnly(nameof(DateDiffMicrosecond));

    /// <summary>Whole microseconds from <paramref name="startDate"/> to <paramref name="endDate"/>.</summary>
    public static int? DateDiffMicrosecond(this DbFunctions _, DateTimeOffset? startDate, DateTimeOffset? endDate)
        => throw InQueriesOnly(nameof(DateDiffMicrosecond));

    private static InvalidOperationException InQueriesOnly(string function)
        => new($"EF.Functions.{function} runs on the server: use it inside a query.");
}
