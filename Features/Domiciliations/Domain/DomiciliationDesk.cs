using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.Domain;

/// <summary>The year's figures about accounts.</summary>
/// <param name="StopHours">So long nobody accepts a request, and the employee can stop it.</param>
/// <param name="LastDay">What Finance agrees to up to this day of a month is paid there the same month.</param>
/// <param name="OfficeDays">The office usually answers within so many days.</param>
/// <param name="PaperDays">The bank's paper is kept so many days after the request ended.</param>
public sealed record DomiciliationFigures(int StopHours, int LastDay, int OfficeDays, int PaperDays)
{
    public static async Task<DomiciliationFigures> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, "domiciliations.", ct);
        return new DomiciliationFigures(figures.Number("stop-hours", 72, 1, 720), figures.Number("last-day", 10, 1, 31), figures.Number("office-days", 10, 1, 90), figures.Number("paper-days", 60, 1, 3_660));
    }

    /// <summary>The first month that can be paid on an account agreed on that day.</summary>
    public DateOnly MonthFor(DateOnly day) => new DateOnly(day.Year, day.Month, 1).AddMonths(day.Day <= LastDay ? 0 : 1);
}

/// <summary>What every step of a request has in common, in the caller's transaction.</summary>
public sealed class DomiciliationDesk(MassarDb db, CurrentUser user, Facts facts)
{
    /// <summary>The reference list of banks, by the first three digits of their accounts.</summary>
    public const string Banks = "banks";

    /// <summary>One's own account, one's spouse's, or one a person asked for himself from whatever file.</summary>
    public async Task<bool> IsOwn(Domiciliation request, CancellationToken ct) =>
        (await Hands.Of(db, user, ct)).Did(request.AskedByAccountId) || (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(request.EmployeeId);

    /// <summary>Writes a line of the history.</summary>
    public void Note(Domiciliation request, string what, DateTime now) => db.DomiciliationNotes.Add(new DomiciliationNote
    {
        DomiciliationId = request.Id,
        At = now,
        What = what,
        Role = user.IsSignedIn ? user.Role : "",
        PlaceId = user.IsSignedIn ? user.PlaceId : request.PlaceId,
        AccountId = user.IsSignedIn ? user.AccountId : null,
        ReasonCode = request.ReasonCode,
    });

    /// <summary>Writes the step down, tells it, and saves.</summary>
    public async Task Settle(Domiciliation request, string what, DateTime now, CancellationToken ct)
    {
        Note(request, what, now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new DomiciliationStepped(request.Id, what, request.EmployeeId, request.PlaceId, request.PlacePath, request.Round), ct);
        await db.SaveChangesAsync(ct);
    }
}
