using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ShowRequest;

public sealed record Query(long Request) : IQuery<Case>;

/// <summary>A request with everything a reader may see, and what the reader may do with it now.</summary>
public sealed record Case(
    long Id, int Version, string Number, CampaignHead Campaign, string NameAr, string NameLatin, string Ppr, string GradeAr, string GradeFr, string PlaceAr, string PlaceFr,
    RequestKind Kind, string? Note, RequestState State, DateTime StateSince, Turn Turn, DateOnly? DueOn, bool IsOverdue, string? RefusalCode, string? Remark,
    IReadOnlyList<string> Reopened, DateOnly? CorrectUntil, IReadOnlyList<PointRow> Points, IReadOnlyList<NamedPlace> Wishes, IReadOnlyList<SentLine> Sent,
    IReadOnlyList<EventLine> Events, IReadOnlyList<ClaimLine> Claims, bool IsOwn, IReadOnlyList<Move> Moves)
{
    /// <summary>Called in as surplus: the rule that chose the person; null for who asks for himself.</summary>
    public string? ObligedBy { get; init; }
}

/// <summary>A claimed priority, its proof and what was decided.</summary>
public sealed record ClaimLine(long Id, PriorityCase Case, ClaimState State, string Proof, Guid? Document, string? Remark);

/// <summary>One submission of the history.</summary>
public sealed record SentLine(int Number, SubmissionCause Cause, DateTime At, decimal Points);

public sealed record EventLine(Move Move, DateTime At, string NameAr, string NameLatin, string Role, string? Code, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Case>
{
    public async Task<Outcome<Case>> Handle(Query request, CancellationToken cancellationToken)
    {
        var head = await (
            from r in db.MovementRequests.AsNoTracking().VisibleTo(user)
            join employee in db.Employees on r.EmployeeId equals employee.Id
            join place in db.Places on r.PlaceId equals place.Id
            join grade in db.StaffGrades on r.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            where r.Id == request.Request
            select new
            {
                Request = r,
                r.Campaign,
                Employee = employee,
                place.NameAr,
                place.NameFr,
                GradeAr = (string?)(grade.CadreAr + " – " + grade.GradeAr),
                GradeFr = (string?)(grade.CadreFr + " – " + grade.GradeFr),
                Claims = db.PriorityClaims.Where(c => c.CampaignId == r.CampaignId && c.EmployeeId == r.EmployeeId).OrderBy(c => c.Case)
                    .Select(c => new ClaimLine(c.Id, c.Case, c.State, c.Proof, db.StoredFiles.Where(f => f.Id == c.DocumentId).Select(f => (Guid?)f.PublicId).FirstOrDefault(), c.DecisionRemark)).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (head is null)
            return Refusal.NotFound;

        var (r0, campaign) = (head.Request, head.Campaign);
        var sent = await db.Submissions.AsNoTracking().Include(s => s.Lines).Where(s => s.RequestId == r0.Id).OrderBy(s => s.Number).ToListAsync(cancellationToken);
        var last = sent.LastOrDefault();
        var lastId = last?.Id ?? 0;
        var wishes = await (
            from wish in db.Set<SubmittedWish>()
            join place in db.Places on wish.PlaceId equals place.Id
            join within in db.Places on place.ParentId equals within.Id
            where wish.SubmissionId == lastId
            orderby wish.Order
            select new NamedPlace(place.Id, place.NameAr, place.NameFr, within.NameAr, within.NameFr)).ToListAsync(cancellationToken);
        var events = await db.RequestEvents.AsNoTracking().Where(e => e.RequestId == r0.Id).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new EventLine(e.Move, e.At, e.NameAr, e.NameLatin, e.Role, e.Code, e.Remark)).ToListAsync(cancellationToken);

        var today = MoroccanDay.Today(clock);
        var due = Transitions.DueOn(r0.State, campaign, r0.CorrectUntil);
        return new Case(
            r0.Id, r0.Version, MovementRequest.NumberOf(campaign.SchoolYearId, r0.Id), CampaignHead.Of(campaign), head.Employee.FullNameAr, head.Employee.FullNameLatin, head.Employee.Ppr,
            head.GradeAr ?? r0.GradeCode, head.GradeFr ?? r0.GradeCode, head.NameAr, head.NameFr, r0.SubmittedKind ?? r0.Kind, r0.Note, r0.State, r0.StateSince, Transitions.TurnOf(r0.State, campaign),
            due, due < today, r0.RefusalCode, r0.Remark, MovementRequest.Split(r0.Reopened), r0.CorrectUntil,
            [.. (last?.Lines ?? []).OrderBy(l => l.Order).Select(l => new PointRow(l.Criterion, l.Quantity, l.Points, PointLine.SourceOf(l.SourceKey, l.SourceArgs)))],
            wishes, [.. sent.Select(s => new SentLine(s.Number, s.Cause, s.At, s.Points))], events, head.Claims, r0.EmployeeId == user.EmployeeId, Moves(r0, campaign, head.Claims.Any(c => c.State == ClaimState.Claimed), today))
        { ObligedBy = r0.ObligedBy };
    }

    /// <summary>Buttons that would be refused are not drawn.</summary>
    private List<Move> Moves(MovementRequest request, Campaign campaign, bool hasClaim, DateOnly today)
    {
        if (request.EmployeeId == user.EmployeeId)
        {
            List<Move> own = [];
            if (request.Locked(campaign, MovementRequest.Split(request.Reopened) is [var thing, ..] ? thing : Correctable.Wishes, today) is null)
                own.Add(Move.Submit);
            if (!request.IsObliged && Transitions.Of(request.State, Move.Withdraw) is not null && campaign.IsOpen(today))
                own.Add(Move.Withdraw);
            return own;
        }

        return user.OfficeOf() switch
        {
            Office.Directorate when today >= campaign.DirectorateFrom => May(Move.ValidateAtDirectorate, Move.Refuse, Move.ReturnToParticipant),
            Office.Academy when today >= campaign.AcademyFrom && request.DirectorateAccountId != user.AccountId => May(Move.ValidateAtAcademy, Move.ReturnToDirectorate),
            Office.Ministry when today >= campaign.MinistryFrom && request.DirectorateAccountId != user.AccountId && request.AcademyAccountId != user.AccountId => May(Move.ValidateAtMinistry, Move.ReturnByMinistry),
            _ => [],
        };

        List<Move> May(params Move[] moves) => [.. moves.Where(m => Transitions.Of(request.State, m) is not null && !(m is Move.Refuse && request.IsObliged) && !(hasClaim && (m is Move.ValidateAtDirectorate or Move.ValidateAtAcademy)))];
    }
}
