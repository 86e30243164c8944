using FluentValidation;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.TakeRemark;

public sealed record Query(long Id) : IQuery<View>;

/// <param name="Acts">mend, judge.</param>
public sealed record View(long Id, int Version, string Text, DateOnly MendBy, RemarkState State, string? Answer, DateTime? AnsweredAt, DateOnly VisitedOn, long? CaseId, int? SchoolId, string? NameAr, string? NameFr, IReadOnlyList<string> Acts, DateOnly Today);

public sealed record Command(long Id, int Version, string? Do, string? Answer) : ICommand
{
    public const string Mend = "mend";
    public const string Settle = "settle";
    public const string Reopen = "reopen";

    public static readonly string[] Acts = [Mend, Settle, Reopen];
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => Command.Acts.Contains(d)).WithMessage("licences.wrong.choose");
        RuleFor(c => c.Answer).Must(a => BidiSafe.CleanLines(a).Length is >= LicenceCase.ShortestReason and <= LicenceCase.TextLength).When(c => c.Do is Command.Mend).WithMessage("licences.wrong.reason").WithState(_ => new object[] { LicenceCase.ShortestReason, LicenceCase.TextLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, View>, ICommandHandler<Command>
{
    public async Task<Outcome<View>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from v in db.LicenceVisits.VisibleTo(user, db)
            join r in db.LicenceRemarks on v.Id equals r.VisitId
            where r.Id == query.Id
            join p in db.Places on r.SchoolId equals (int?)p.Id into places
            from p in places.DefaultIfEmpty()
            select new { Remark = r, v.VisitedOn, v.CaseId, NameAr = (string?)p.NameAr, NameFr = (string?)p.NameFr }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var remark = row.Remark;
        List<string> acts = [];
        if (remark.State != RemarkState.Settled && user.Has(Permissions.School) && remark.SchoolId == user.PlaceId)
            acts.Add("mend");
        if (remark.State != RemarkState.Settled && user.Has(Permissions.Study) && remark.PlaceId == user.PlaceId)
            acts.Add("judge");
        return new View(remark.Id, remark.Version, remark.Text, remark.MendBy, remark.State, remark.Answer, remark.AnsweredAt, row.VisitedOn, row.CaseId, remark.SchoolId, row.NameAr, row.NameFr, acts, MoroccanDay.Today(clock));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, place) = (command.Id, user.PlaceId);
        var remark = command.Do is Command.Mend
            ? user.Has(Permissions.School) ? await db.LicenceRemarks.SingleOrDefaultAsync(r => r.Id == id && r.SchoolId == place, ct) : null
            : user.Has(Permissions.Study) ? await db.LicenceRemarks.SingleOrDefaultAsync(r => r.Id == id && r.PlaceId == place, ct) : null;
        if (remark is null)
            return Refusal.NotFound;
        if (command.Version != remark.Version)
            return Refusal.Stale;
        if (command.Do is Command.Mend)
        {
            if (remark.Mend(BidiSafe.CleanLines(command.Answer), clock.GetUtcNow().UtcDateTime) is { } settled)
                return settled;
        }
        else
        {
            var visit = remark.VisitId;
            var file = await db.LicenceCases.Where(c => db.LicenceVisits.Any(v => v.Id == visit && v.CaseId == c.Id)).Select(c => new { c.OwnerCin, c.DirectorCin }).SingleOrDefaultAsync(ct);
            if (await desk.IsOwn(file?.OwnerCin ?? "", file?.DirectorCin ?? "", remark.SchoolId, ct))
                return CaseDesk.Own;
            if (remark.Judge(command.Do is Command.Settle) is { } settled)
                return settled;
        }

        await db.SaveChangesAsync(ct);
        await facts.Tell(new RemarkStepped(remark.Id, remark.Version, remark.State, remark.SchoolId, remark.PlaceId), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
