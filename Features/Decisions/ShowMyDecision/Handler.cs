using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowMyDecision;

public sealed record Query(long Decision) : IQuery<DecisionView>;

/// <summary>Opens the signed decision: from now on its employee knows it, and the appeal clock runs.</summary>
public sealed record Command(long Decision) : ICommand;

/// <summary>The signed file: the same bytes every time.</summary>
public sealed record PaperQuery(long Decision) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DecisionReader reader, ProcedureBook book, DocumentArchive archive, TimeProvider clock)
    : IQueryHandler<Query, DecisionView>, ICommandHandler<Command>, IQueryHandler<PaperQuery, SealedFile>
{
    public async Task<Outcome<DecisionView>> Handle(Query query, CancellationToken ct)
    {
        if (await reader.Read(db.Decisions.About(user), query.Decision, user, withPeople: false, ct) is not { } view)
            return Refusal.NotFound;

        // The employee sees offices and reasons, not who of his colleagues wrote what.
        return view with { Stages = [.. view.Stages.Select(s => s with { WhoAr = null, WhoLatin = null, Remark = s.Act is DecisionAct.Refused ? s.Remark : null })] };
    }

    // A GET changes nothing, so a page loaded ahead by a browser is no notice: the person presses a button.
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var own = user.EmployeeId ?? 0;
        var decision = await db.Decisions.Where(d => d.Id == command.Decision && d.EmployeeId == own && d.Number != null && d.ErasedAt == null).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;
        if (decision.NotifiedAt is not null)
            return Done.It;

        await db.DecisionVisas.Where(v => v.DecisionId == decision.Id).LoadAsync(ct);
        if (decision.Record(DecisionAct.Opened, await book.Of(db, decision.ProcedureId, ct), DecisionActor.Of(user), clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    public async Task<Outcome<SealedFile>> Handle(PaperQuery query, CancellationToken ct)
    {
        var found = await db.Decisions.About(user).Where(d => d.Id == query.Decision && d.DocumentId != null).Select(d => new { d.NotifiedAt, d.State, d.DocumentId }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        // Taken back before it was opened: there is nothing left to be notified of, and the paper may be read.
        if (found.NotifiedAt is null && found.State is not DecisionState.Withdrawn)
            return Refusal.Conflict("decisions.open-first").Next("decisions.open-first-next");
        return await archive.Read(db.IssuedDocuments.Where(p => p.Id == found.DocumentId), ct);
    }
}
