using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.Domain;

/// <summary>A transfer as its pages show it, with the names of everything it points at.</summary>
public sealed record CaseHead(
    long Id, long PupilId, string MassarCode, string NameAr, string NameLatin, DateOnly BirthDate,
    int FromSchoolId, string FromAr, string FromFr, string FromGresa, int ToSchoolId, string ToAr, string ToFr, string ToGresa, int FromDirectorateId, string? FromDirectorateAr, string? FromDirectorateFr, string? ToDirectorateAr, string? ToDirectorateFr,
    int SchoolYearId, string LevelCode, string StreamCode, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr, string? KindAr, string? KindFr, string? ReasonAr, string? ReasonFr, string? Reason,
    TransferOrigin AskedBy, long AskedByAccountId, DateTime AskedAt, TransferState State, DateTime StateSince, DateOnly? DueOn, string? Objection,
    bool MarksEntered, bool AbsencesEntered, string? Property, string? Debts, DateOnly? JoinedOn, long? DocumentId)
{
    public TransferTurn Turn => TransferStates.Of(State).Turn;
}

public static class CaseHeads
{
    /// <summary>A transfer that somebody is about to act on: not there outside the scope, changed when it is in none of the states any more.</summary>
    public static async Task<Outcome<CaseHead>> CaseOf(this MassarDb db, IQueryable<Transfer> scope, long id, IReadOnlyCollection<TransferState> states, CancellationToken ct)
    {
        if (await db.CaseOf(scope.Where(t => t.Id == id), ct) is not { } found)
            return Refusal.NotFound;
        return states.Contains(found.State) ? found : Transfer.Changed;
    }

    /// <summary>The one transfer of a scope; null when it is not in it. One statement.</summary>
    public static Task<CaseHead?> CaseOf(this MassarDb db, IQueryable<Transfer> scope, CancellationToken ct) => (
            from t in scope
            join p in db.Pupils on t.PupilId equals p.Id
            join fromPlace in db.Places on t.FromSchoolId equals fromPlace.Id
            join toPlace in db.Places on t.ToSchoolId equals toPlace.Id
            join fromSchool in db.Schools on t.FromSchoolId equals fromSchool.Id
            join toSchool in db.Schools on t.ToSchoolId equals toSchool.Id
            join fd in db.Places on t.FromDirectorateId equals fd.Id into fds
            from fd in fds.DefaultIfEmpty()
            join td in db.Places on t.ToDirectorateId equals td.Id into tds
            from td in tds.DefaultIfEmpty()
            join level in db.Levels on t.LevelCode equals level.Code into levels
            from level in levels.DefaultIfEmpty()
            join stream in db.StudyStreams on t.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            join kind in db.Nomenclatures.Where(n => n.List == TransferKinds.List) on t.KindCode equals kind.Code into kinds
            from kind in kinds.DefaultIfEmpty()
            join reason in db.Nomenclatures.Where(n => n.List == TransferKinds.Reasons) on t.ReasonCode equals reason.Code into reasons
            from reason in reasons.DefaultIfEmpty()
            select new CaseHead(
                t.Id, p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.BirthDate,
                t.FromSchoolId, fromPlace.NameAr, fromPlace.NameFr, fromSchool.GresaCode, t.ToSchoolId, toPlace.NameAr, toPlace.NameFr, toSchool.GresaCode, t.FromDirectorateId, fd.NameAr, fd.NameFr, td.NameAr, td.NameFr,
                t.SchoolYearId, t.LevelCode, t.StreamCode, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr, kind.NameAr, kind.NameFr, reason.NameAr, reason.NameFr, t.Reason,
                t.AskedBy, t.AskedByAccountId, t.AskedAt, t.State, t.StateSince, t.DueOn, t.Objection,
                t.MarksEntered, t.AbsencesEntered, t.Property, t.Debts, t.JoinedOn, t.DocumentId))
        .AsNoTracking().SingleOrDefaultAsync(ct);
}
