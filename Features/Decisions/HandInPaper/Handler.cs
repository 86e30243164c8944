using Massar.Features.Decisions.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.HandInPaper;

public sealed record Command(long Decision, string? Code, byte[] Paper) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, PaperDesk papers, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Decision;
        // Held until the end: who sends or signs it at this moment comes wholly before or wholly after.
        var decision = await db.Decisions.InReachOf(user).Where(d => d.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (decision is null)
            return Refusal.NotFound;
        if ((await (await DecisionActor.Of(user).WithKin(db, ct)).WithCompanions(db, [decision], ct)).IsConcernedBy(decision))
            return Decision.OwnCase;
        var lines = await papers.Of(decision, await book.Of(db, decision.ProcedureId, ct), ct);
        if (lines.FirstOrDefault(p => p.Code == command.Code) is not { } asked)
            return Refusal.Invalid("Code", "decisions.papers.choose");
        // What a gate has seen is not changed behind it.
        if (decision.State is not (DecisionState.Draft or DecisionState.Returned) && (decision.State is not (DecisionState.InVisa or DecisionState.ToSign) || asked.State is not PaperState.Missing))
            return Refusal.Conflict("decisions.not-now").Next("decisions.not-now-next");
        if (command.Paper.Length == 0)
            return Refusal.Invalid("Paper", "decisions.papers.needed");
        if (await db.DecisionPapers.CountAsync(p => p.DecisionId == id && p.Code == asked.Code, ct) >= DecisionPaper.Most)
            return Refusal.Conflict("decisions.papers.many", DecisionPaper.Most).Next("decisions.papers.many-next");
        var now = clock.GetUtcNow().UtcDateTime;
        var reading = await FileIntake.Read(FileKind.Evidence, command.Paper, now, ct);
        if (reading.File is null)
            return Refusal.Invalid("Paper", reading.Problem!);
        db.StoredFiles.Add(reading.File);
        await db.SaveChangesAsync(ct);
        db.DecisionPapers.Add(new DecisionPaper { DecisionId = id, EmployeeId = decision.EmployeeId, PlaceId = decision.PlaceId, Code = asked.Code, FileId = reading.File.Id, At = now, AccountId = user.AccountId });
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
