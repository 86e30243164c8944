using Massar.Infrastructure.Security;

namespace Massar.Features.PrintKits.Domain;

/// <summary>A time of the year with its papers.</summary>
public enum Season : byte
{
    /// <summary>Class lists and call sheets.</summary>
    Start = 1,

    /// <summary>Lists of candidates by room and by class, of the levels that an exam ends.</summary>
    Exam = 2,

    /// <summary>Lists for handing over report cards and sheets for the councils, first semester.</summary>
    FirstTerm = 3,

    /// <summary>The same at the end of the year.</summary>
    SecondTerm = 4,
}

/// <summary>The seasons by their names in addresses, and who prints which.</summary>
public static class Seasons
{
    public static IReadOnlyList<Season> All { get; } = [Season.Start, Season.Exam, Season.FirstTerm, Season.SecondTerm];

    public static string Code(Season season) => season switch
    {
        Season.Start => "start",
        Season.Exam => "exam",
        Season.FirstTerm => "term-1",
        _ => "term-2",
    };

    /// <summary>Null for what is no season.</summary>
    public static Season? Read(string? code) => All.Where(s => Code(s) == code).Select(s => (Season?)s).FirstOrDefault();

    /// <summary>The semester whose results the papers name; null where they name none.</summary>
    public static int? SemesterOf(Season season) => season switch
    {
        Season.FirstTerm => 1,
        Season.SecondTerm => 2,
        _ => null,
    };

    /// <summary>Averages are only for who holds the councils; who issues the cards has them once a council has signed.</summary>
    public static bool OnlySigned(CurrentUser user) => !user.Has(ReportCards.Permissions.Hold);

    /// <summary>A file of the whole school holds classes whose council has not signed yet.</summary>
    public static bool MayPrintSchool(CurrentUser user, Season season) => MayPrint(user, season) && (SemesterOf(season) is null || !OnlySigned(user));

    /// <summary>Lists of names are for the whole office, those with averages for who issues the cards.</summary>
    public static bool MayPrint(CurrentUser user, Season season) => user.Has(Permissions.Print) && (SemesterOf(season) is null || user.Has(ReportCards.Permissions.Issue));
}
