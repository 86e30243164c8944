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
    /// <summary>Requests with the names that pages about them need.</summary>
    public static IQueryable<RequestView> Views(this MassarDb db, IQueryable<Domiciliation> requests) =>
        from d in requests
        join e in db.Employees on d.EmployeeId equals e.Id
        join p in db.Places on d.PlaceId equals p.Id
        join b in db.Nomenclatures.Where(n => n.List == DomiciliationDesk.Banks) on d.BankCode equals b.Code into banks
        from b in banks.DefaultIfEmpty()
        select new RequestView(
            d.Id, d.Version, d.EmployeeId, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, p.NameAr, p.NameFr, d.BankCode, b.NameAr, b.NameFr, b.Confidence, d.RibEnd,
            d.State, d.StateSince, d.AskedAt, d.SentAt, d.StopUntil, d.ReasonCode, d.Remark, d.EffectiveFrom, d.EndsOn);
}
