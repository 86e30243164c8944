using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.StaffPapers.IssueAtCounter;

/// <summary>Answers the number of the request.</summary>
public sealed record Command(long Employee, string? Kind) : ICommand<long>;

public sealed class Handler(MassarDb db, CurrentUser user, StaffPaperDesk desk) : ICommandHandler<Command, long>
{
    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (await StaffPaperDesk.Take(db.Employees.InReachOf(user), command.Employee, ct) == 0) return Refusal.NotFound;
        // A counter has two sides.
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(command.Employee)) return Refusal.Conflict("staff-papers.own-counter").Next("staff-papers.own-counter.next").Recorded();
        var outcome = await desk.Ask(command.Employee, Enum.Parse<StaffPaperKind>(command.Kind!), user.AccountId, isCounter: true, ct);
        return outcome.IsRefused ? outcome.Refusal! : outcome.Value.Id;
    }
}
