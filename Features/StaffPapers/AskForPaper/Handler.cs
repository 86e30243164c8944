using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.StaffPapers.AskForPaper;

public sealed record Command(string? Kind) : ICommand<Asked>;

/// <summary>What became of it: the paper, or what must be put right first.</summary>
public sealed record Asked(long Id, StaffPaperState State, long? DocumentId, IReadOnlyList<StaffPaperProblem> Problems);

public sealed class Handler(MassarDb db, CurrentUser user, StaffPaperDesk desk) : ICommandHandler<Command, Asked>
{
    public async Task<Outcome<Asked>> Handle(Command command, CancellationToken ct)
    {
        if (user.EmployeeId is not { } own || await StaffPaperDesk.Take(db.Employees, own, ct) == 0) return Refusal.NotFound;
        var outcome = await desk.Ask(own, Enum.Parse<StaffPaperKind>(command.Kind!), user.AccountId, isCounter: false, ct);
        return outcome.IsRefused ? outcome.Refusal! : new Asked(outcome.Value.Id, outcome.Value.State, outcome.Value.DocumentId, outcome.Value.Obstacles());
    }
}
