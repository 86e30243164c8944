using System.Text.Json.Serialization;
using Massar.Features.Families.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.ShowFlag;

public sealed record Query(int School, string Key) : IQuery<FlagView>;

/// <summary>One flag.</summary>
/// <param name="Flag">What the data say now; null where they no longer raise it.</param>
/// <param name="CaseId">Number of the answer; 0 without one.</param>
/// <param name="Acts">What the reader may do now: answer, decide.</param>
/// <param name="Reasons">That the head may give.</param>
public sealed record FlagView(
    int SchoolId, string SchoolAr, string SchoolFr, string Key, FlagRule Rule, StaffFlag? Flag, StaffLine? Line, FlagState? State, long CaseId, int Version, AnswerView? Answer, IReadOnlyList<StepView> Steps, IReadOnlyList<string> Acts,
    IReadOnlyList<ReasonView> Reasons, bool IsMine, bool IsHere, [property: JsonIgnore] StaffingFrame Frame) : IShowsPersons
{
    public const string MayAnswer = "answer";
    public const string MayDecide = "decide";

    int IShowsPersons.PersonsShown => IsMine || Line is null ? 0 : 1;
}

/// <param name="Due">The figures it was given for.</param>
/// <param name="Paper">Of the document that came with it.</param>
public sealed record AnswerView(string ReasonAr, string ReasonFr, decimal? Hours, string Reference, string? Remark, decimal Due, decimal Taught, string? Ruling, Guid? Paper);

public sealed record StepView(FlagState State, string Role, string NameAr, string NameLatin, DateTime At, string ReasonAr, string ReasonFr, decimal? Hours, string Reference, string? Words);

public sealed record ReasonView(string Code, string NameAr, string NameFr);

public sealed class Handler(MassarDb db, CurrentUser user, UseDesk desk) : IQueryHandler<Query, FlagView>
{
    public async Task<Outcome<FlagView>> Handle(Query query, CancellationToken ct)
    {
        if (await desk.Read(query.School, ct) is not { } use)
            return Refusal.NotFound;
        var (known, answer) = (use.Find(query.Key), use.CaseOf(query.Key));
        if (known is null && answer is null)
            return Refusal.NotFound;
        var concerned = known?.Flag.EmployeeId ?? answer?.EmployeeId;
        var isMine = concerned is not null && concerned == user.EmployeeId;
        var isBelow = user.Has(Permissions.Follow) && use.PlacePath.StartsWith(user.PlacePath, StringComparison.Ordinal);
        if (!isMine && !isBelow)
            return Refusal.NotFound;

        var rule = known?.Flag.Rule ?? answer!.Rule;
        var reasons = await FlagReasons.All(db, ct);
        ReasonView Named(string code) => reasons.Find(r => r.Code == code) is { } found ? new ReasonView(code, found.NameAr, found.NameFr) : new ReasonView(code, code, code);
        var steps = answer is null ? [] : await (
            from step in db.FlagSteps
            where step.CaseId == answer.Id
            join account in db.Accounts on step.AccountId equals account.Id
            orderby step.Id
            select new { Step = step, account.NameAr, account.NameLatin, Paper = db.StoredFiles.Where(f => f.Id == answer.PaperId).Select(f => (Guid?)f.PublicId).FirstOrDefault() }).AsNoTracking().Take(100).ToListAsync(ct);
        var paper = steps.Select(s => s.Paper).FirstOrDefault();
        List<string> acts = [];
        if (!isMine && isBelow && known is not null)
        {
            if (user.Has(Permissions.Answer) && use.SchoolId == user.PlaceId && known.State is FlagState.Open or FlagState.Returned or FlagState.Lapsed)
                acts.Add(FlagView.MayAnswer);
            if (user.Has(Permissions.Decide) && known.State == FlagState.Sent && answer!.AnsweredByAccountId != user.AccountId)
                acts.Add(FlagView.MayDecide);
            if (acts.Count > 0 && concerned is { } one && (await Kinship.Of(db, user.EmployeeId, ct)).Contains(one))
                acts.Clear();
        }

        return new FlagView(
            use.SchoolId, use.NameAr, use.NameFr, query.Key, rule, known?.Flag, use.Staff.FirstOrDefault(l => l.EmployeeId == concerned), known?.State, answer?.Id ?? 0, answer?.Version ?? 0,
            answer is null ? null : Named(answer.ReasonCode) is var reason ? new AnswerView(reason.NameAr, reason.NameFr, answer.Hours, answer.Reference, answer.Remark, answer.Due, answer.Taught, answer.Ruling, paper) : null,
            [.. steps.Select(s => Named(s.Step.ReasonCode) is var why ? new StepView(s.Step.State, s.Step.Role, s.NameAr, s.NameLatin, s.Step.At, why.NameAr, why.NameFr, s.Step.Hours, s.Step.Reference, s.Step.Words) : null!)], acts,
            acts.Contains(FlagView.MayAnswer) ? [.. reasons.Where(r => r.IsFor(rule)).Select(r => new ReasonView(r.Code, r.NameAr, r.NameFr))] : [], isMine, use.SchoolId == user.PlaceId && !isMine, use.Frame);
    }
}
