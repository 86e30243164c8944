using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Who may appeal against which council, and until when; and who may not sit over whose child.</summary>
public sealed class AppealDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>The prefix of the year's settings.</summary>
    public const string Settings = "report-cards.";

    public const string DaysSetting = "appeal-days";

    private const int UsualDays = 10;

    /// <summary>
    /// Cards of semesters against whose councils the reader may appeal: a pupil of age his own, a guardian with all rights those of the
    /// children. A parent whose right is limited reads cards and does not act on them.
    /// </summary>
    public IQueryable<ReportCard> Appealable
    {
        get
        {
            var today = MoroccanDay.Today(clock);
            var adult = Majority.LatestBirth(today);
            var children = db.Pupils.OwnOf(user, db, today).Where(p => user.GuardianId != null || p.BirthDate <= adult);
            return db.ReportCards.ReadableBy(user, db, today).Where(c => c.Semester != ReportCard.WholeYear && children.Any(p => p.Id == c.PupilId));
        }
    }

    /// <summary>The last day to ask: so many days from the hour at which the family could have the card.</summary>
    /// <param name="figures">Those of <see cref="Settings"/>, of the card's year.</param>
    /// <param name="openFrom">When the card was opened to families; null: from its issue on.</param>
    public static DateOnly LastDay(YearFigures figures, DateTime? openFrom, DateTime issuedAt)
    {
        var published = openFrom > issuedAt ? openFrom.Value : issuedAt;
        return MoroccanDay.Of(published).AddDays(figures.Number(DaysSetting, UsualDays, 1, 90));
    }

    /// <summary>The child is of the reader's own family: somebody else sits in his place.</summary>
    public async Task<bool> IsOwn(long pupil, CancellationToken ct)
    {
        if (await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupil, ct))
            return true;
        var family = await Kinship.WithSelf(db, user.EmployeeId, ct);
        return family.Count > 0 && await (
            from g in db.Guardianships
            where g.PupilId == pupil
            join p in db.Guardians on g.GuardianId equals p.Id
            join e in db.Employees on p.Cin equals e.Cin
            where family.Contains(e.Id)
            select e.Id).AnyAsync(ct);
    }

    /// <summary>What people know it by.</summary>
    public static string NumberOf(int year, long id) => string.Create(CultureInfo.InvariantCulture, $"{year}-{id:D6}");

    /// <summary>Who sits, one person a line, each once.</summary>
    public static IReadOnlyList<string> Sitting(string? typed) =>
        [.. (typed ?? "").Split('\n').Select(n => Massar.Infrastructure.Text.BidiSafe.Clean(n)).Where(n => n.Length > 0).DistinctBy(Massar.Infrastructure.Text.ArabicFolding.Fold)];

    /// <summary>The tag of a state.</summary>
    public static string KindOf(AppealState state) => state switch
    {
        AppealState.Asked => "warn",
        AppealState.Seized => "info",
        AppealState.Changed => "ok",
        AppealState.Confirmed => "bad",
        _ => "mute",
    };
}
