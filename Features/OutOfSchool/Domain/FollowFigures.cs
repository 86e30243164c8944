using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.OutOfSchool.Domain;

/// <summary>Figures of the year: settings <c>out-of-school.*</c>.</summary>
public sealed class FollowFigures(YearFigures figures)
{
    public static async Task<FollowFigures> Current(MassarDb db, CancellationToken ct) => new(await YearFigures.Current(db, "out-of-school.", ct));

    /// <summary>Days from finding a child to the first contact.</summary>
    public int FirstDays => figures.Number("first-days", 7, 1, 120);

    /// <summary>Days a case may rest between two steps.</summary>
    public int QuietDays => figures.Number("quiet-days", 30, 1, 366);

    /// <summary>Days after leaving a list in which a child may still come to another one.</summary>
    public int LeftDays => figures.Number("left-days", 15, 0, 120);

    /// <summary>Contacts before a child is said to be lost sight of.</summary>
    public int Tries => figures.Number("tries", 3, 1, 20);

    /// <summary>Who is older is not looked for. Schooling is compulsory from 4 to 16 (framework law 51-17); the ministry may look further.</summary>
    public int Oldest => figures.Number("oldest", 18, 10, 30);
}
