namespace Massar.Features.PrintKits.Domain;

/// <summary>Whose papers they are, and what they say alike.</summary>
/// <param name="RoomSeats">Candidates on the list of one room.</param>
/// <param name="IsDemo">Marked as having no legal value.</param>
public sealed record KitHead(
    string GresaCode, string SchoolAr, string SchoolFr, string? DirectorateAr, string? DirectorateFr, string? AcademyAr, string? AcademyFr, int SchoolYear, Season Season, int RoomSeats, DateTime PrintedAt, bool IsDemo)
{
    /// <summary>Rooms for an exam in the order in which they are filled; none for the papers of one class, whose level sits together.</summary>
    public IReadOnlyList<KitRoom> Rooms { get; init; } = [];
}

/// <summary>A pupil on the papers of a season.</summary>
/// <param name="Order">Number in the class list.</param>
public sealed record KitPupil(long Id, int Order, string Code, string NameAr, string NameLatin, bool IsGirl, DateOnly BirthDate)
{
    /// <summary>Of the semester; null without any mark, and where the season names none.</summary>
    public decimal? Average { get; init; }

    /// <summary>Of the year.</summary>
    public decimal? Annual { get; init; }

    /// <summary>Lesson hours missed, with and without a reason.</summary>
    public int Absences { get; init; }

    /// <summary>What the rules propose, or the council wrote.</summary>
    public string? HonourAr { get; init; }

    public string? DecisionAr { get; init; }

    /// <summary>Number of the issued card.</summary>
    public string? Card { get; init; }
}

/// <summary>A class with all that its papers say.</summary>
/// <param name="LevelOrder">Place of the level among the levels.</param>
public sealed record ClassKit(int ClassId, string ClassName, string LevelAr, string LevelFr, int LevelOrder, IReadOnlyList<KitPupil> Pupils, decimal? Average, int Passing, int Judged);
