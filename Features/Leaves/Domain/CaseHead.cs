using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.Domain;

/// <summary>A leave with the names that pages about it need.</summary>
public sealed record CaseHead(
    long Id, int Version, long EmployeeId, string NameAr, string NameLatin, string Ppr, Sex Sex, string PlaceAr, string PlaceFr, string TypeCode, string CountedAs, DateOnly StartsOn, DateOnly EndsOn, int Days,
    bool IsAbsence, bool IsMedical, string? Reason, Guid? Paper, DateTime? PaperAt, DateOnly? PaperDueOn, DateTime AskedAt, long AskedByAccountId, LeaveState State, DateTime StateSince, DateOnly? CheckDueOn, LeaveAct? CheckResult,
    bool? IsFavored, string? Answer, int FullDays, int HalfDays, int UnpaidDays, DateOnly? ReturnedOn, string? ReturnDispute, bool IsReturnToConfirm, bool HasMinutes, long? ExtendsId, long? ExtendedBy)
{
    /// <summary>Went on with another leave instead of ending.</summary>
    public bool IsExtended => State == LeaveState.Ended && ReturnedOn is null;

    /// <summary>Text key of where it stands.</summary>
    public string StateKey => IsExtended ? "leaves.state.Extended" : LeaveStates.Key(State);

    public LeaveRule Rule => LeaveStates.Of(State);

    /// <inheritdoc cref="Leave.LastDay"/>
    public DateOnly LastDay => Leave.LastDayOf(EndsOn, ReturnedOn);

    /// <summary>The paper came after its day, or has not come and its day is over.</summary>
    public bool IsPaperLate(DateOnly today) => PaperDueOn < (PaperAt is { } at ? MoroccanDay.Of(at) : today);

    /// <summary>Nobody said that the person is back.</summary>
    public bool IsReturnMissing(DateOnly today) => State == LeaveState.Granted && IsAbsence && EndsOn < today && ExtendedBy is null;
}

/// <summary>Reads the heads of leaves.</summary>
public static class CaseReading
{
    /// <summary>The one leave of a scope, in one statement; null for none.</summary>
    public static Task<CaseHead?> CaseOf(this MassarDb db, IQueryable<Leave> leaves, CancellationToken ct)
    {
        var live = LeaveStates.Live;
        return (
            from l in leaves
            join e in db.Employees on l.EmployeeId equals e.Id
            join p in db.Places on l.PlaceId equals p.Id
            select new CaseHead(
                l.Id, l.Version, l.EmployeeId, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, e.Sex, p.NameAr, p.NameFr, l.TypeCode, l.CountedAs, l.StartsOn, l.EndsOn, l.Days,
                l.IsAbsence, l.IsMedical, l.Reason, db.StoredFiles.Where(f => f.Id == l.PaperId).Select(f => (Guid?)f.PublicId).FirstOrDefault(), l.PaperAt, l.PaperDueOn, l.AskedAt, l.AskedByAccountId, l.State, l.StateSince, l.CheckDueOn, l.CheckResult,
                l.IsFavored, l.Answer, l.FullDays, l.HalfDays, l.UnpaidDays, l.ReturnedOn, l.ReturnDispute, l.State == LeaveState.Ended && l.ReturnedOn != null && l.MinutesId == null && l.ReturnByAccountId != null, l.MinutesId != null,
                l.ExtendsId, db.Leaves.Where(x => x.ExtendsId == l.Id && live.Contains(x.State)).Select(x => (long?)x.Id).FirstOrDefault()))
            .AsNoTracking().SingleOrDefaultAsync(ct);
    }
}
