using Massar.Features.Decisions.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.OpenPaper;

public sealed record Command(long Decision, string Code) : ICommand<Opened>, IRunsItsOwnUnits;

/// <summary>One more person of the reader's day.</summary>
public sealed record Opened(FileView File) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, ProcedureBook book, PaperDesk papers, TimeProvider clock) : ICommandHandler<Command, Opened>
{
    public async Task<Outcome<Opened>> Handle(Command command, CancellationToken ct) => await unit.Run<Opened>("Decisions.OpenPaper", async token =>
    {
        var (id, code) = (command.Decision, command.Code);
        if (await db.Decisions.AsNoTracking().InReachOf(user).SingleOrDefaultAsync(d => d.Id == id, token) is not { } decision)
            return Refusal.NotFound;
        var procedure = await book.Of(db, decision.ProcedureId, token);
        var who = await (await DecisionActor.Of(user).WithKin(db, token)).WithCompanions(db, [decision], token);
        if (!PaperDesk.IsBefore(decision, procedure, who))
            return Refusal.NotFound;
        if (who.IsConcernedBy(decision))
            return Decision.OwnCase;
        if ((await papers.Of(decision, procedure, token)).FirstOrDefault(p => p.Code == code)?.File is not { } kept
            || await db.StoredFiles.AsNoTracking().Where(f => f.Id == kept && f.Content != null).Select(f => new FileView(f.Kind, f.ContentType, f.Content!.Bytes)).SingleOrDefaultAsync(token) is not { } file)
            return Refusal.NotFound;
        db.DecisionPaperLooks.Add(new DecisionPaperLook { DecisionId = id, EmployeeId = decision.EmployeeId, PlaceId = user.PlaceId, Code = code, Role = user.Role, AccountId = user.AccountId, At = clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(token);
        return new Opened(file);
    }, ct);
}
