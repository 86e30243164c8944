using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Who may appeal against which council, and until when; and who may not sit over whose child.</summary>
public sealed class AppealDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>The prefix of the year's settings.</summary>
    public const string Settings = "report-cards.";

    public const string DaysSetting = "appeal-days";

    /// <summary>So many times one person asks about one decision, those taken back included.</summary>
    public const int MostPerPerson = 2;

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

    /// <summary>
    /// As <see cref="LastDay(YearFigures, DateTime?, DateTime)"/>, and longer by the time for which somebody else's appeal stood that was taken back: it took
    /// nothing from the reader's days.
    /// </summary>
    /// <param name="before">All appeals of the pupil to the council.</param>
    public static DateOnly LastDay(YearFigures figures, DateTime? openFrom, DateTime issuedAt, IEnumerable<CouncilAppeal> before, long reader) =>
        LastDay(figures, openFrom, issuedAt).AddDays(before.Where(a => a.State == AppealState.Withdrawn && a.AskedByAccountId != reader).Sum(a => (int)Math.Ceiling((a.StateSince - a.AskedAt).TotalDays)));

    /// <summary>Refused while an appeal of this child waits, to who is of the child's family; the attempt is written down.</summary>
    public async Task<Refusal?> RefusesLine(int council, long pupil, CancellationToken ct) =>
        await Live(council).AnyAsync(a => a.PupilId == pupil, ct) && await IsOwn(pupil, ct) ? OwnCase : null;

    /// <summary>Refused while an appeal of a child of the reader's family waits: a colleague signs these minutes. The attempt is written down.</summary>
    public async Task<Refusal?> RefusesMinutes(int council, CancellationToken ct)
    {
        foreach (var pupil in await Live(council).Select(a => a.PupilId).ToListAsync(ct))
            if (await IsOwn(pupil, ct))
                return Refusal.Conflict("report-cards.appeal.own-minutes").Next("report-cards.appeal.own.next").Recorded();
        return null;
    }

    /// <summary>To who would decide about the own family.</summary>
    public static Refusal OwnCase => Refusal.Conflict("report-cards.appeal.own").Next("report-cards.appeal.own.next").Recorded();

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

    private IQueryable<CouncilAppeal> Live(int council) => db.CouncilAppeals.Where(a => a.CouncilId == council && (a.State == AppealState.Asked || a.State == AppealState.Seized));

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
