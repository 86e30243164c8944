using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.Domain;

/// <summary>A request as pages and programs read it: the number masked.</summary>
/// <param name="BankAr">Null for a bank that is not on the list.</param>
/// <param name="Account">First three and last four digits.</param>
public sealed record RequestView(
    long Id, int Version, long EmployeeId, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, string BankCode, string? BankAr, string? BankFr, string? BankConfidence, string RibEnd,
    DomiciliationState State, DateTime StateSince, DateTime AskedAt, DateTime? SentAt, DateTime? StopUntil, string? ReasonCode, string? Remark, DateOnly? EffectiveFrom, DateOnly? EndsOn)
{
    public string Account => TypedRib.Masked(BankCode, RibEnd);

    /// <summary>Paid there on that day.</summary>
    public bool IsPaidOn(DateOnly day) => State is DomiciliationState.Granted && EffectiveFrom <= day && (EndsOn is null || EndsOn >= day);

    public bool MayStop => Domiciliation.MayStopIn(State);

    public static string TagOf(DomiciliationState state) => state switch
    {
        DomiciliationState.Sent or DomiciliationState.Draft => "warn",
        DomiciliationState.Checked or DomiciliationState.Accepted => "info",
        DomiciliationState.Granted => "ok",
        DomiciliationState.Withdrawn => "mute",
        _ => "bad",
    };
}

public static class RequestReading
{
    /// <summary>Requests with the names that pages about them need, the newest first.</summary>
    /// <param name="isQueue">Who waits longest comes first.</param>
    public static IQueryable<RequestView> Views(this MassarDb db, IQueryable<Domiciliation> requests, bool isQueue = false)
    {
        var rows = from d in requests
                   join e in db.Employees on d.EmployeeId equals e.Id
                   join p in db.Places on d.PlaceId equals p.Id
                   join b in db.Nomenclatures.Where(n => n.List == DomiciliationDesk.Banks) on d.BankCode equals b.Code into banks
                   from b in banks.DefaultIfEmpty()
                   select new { d, e, p, b };
        // Sorted before it becomes a view: what a view holds is nothing the database can sort by.
        var sorted = isQueue ? rows.OrderBy(r => r.d.SentAt).ThenBy(r => r.d.Id) : rows.OrderByDescending(r => r.d.Id);
        return sorted.Select(r => new RequestView(
            r.d.Id, r.d.Version, r.d.EmployeeId, r.e.LastNameAr + " " + r.e.FirstNameAr, r.e.LastNameLatin + " " + r.e.FirstNameLatin, r.e.Ppr, r.p.NameAr, r.p.NameFr, r.d.BankCode, r.b.NameAr, r.b.NameFr, r.b.Confidence, r.d.RibEnd,
            r.d.State, r.d.StateSince, r.d.AskedAt, r.d.SentAt, r.d.StopUntil, r.d.ReasonCode, r.d.Remark, r.d.EffectiveFrom, r.d.EndsOn));
    }
}
