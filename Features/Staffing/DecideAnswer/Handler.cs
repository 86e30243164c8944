using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.DecideAnswer;

/// <param name="Version">Of the answer as it was read.</param>
/// <param name="Do">accept or return.</param>
public sealed record Command(long Id, int Version, string? Do, string? Ruling) : ICommand
{
    public const string Accept = "accept";
    public const string Return = "return";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is Command.Accept or Command.Return).WithMessage("staffing.decide.choose");
        RuleFor(c => c.Ruling).Must(r => BidiSafe.CleanLines(r).Length is >= FlagCase.ShortestReason and <= FlagCase.RemarkLength).When(c => c.Do == Command.Return).WithMessage("staffing.ruling.needed")
            .WithState(_ => new object[] { FlagCase.ShortestReason, FlagCase.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, UseDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var answered = await db.FlagCases.Below(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (answered is null)
            return Refusal.NotFound;
        // Neither the person the flag is about, nor the family, nor who answered it decides.
        if ((await Hands.Of(db, user, ct)).Did(answered.AnsweredByAccountId) || (answered.EmployeeId is { } concerned && (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(concerned)))
            return FlagCase.Own;
        if (answered.Version != command.Version)
            return Refusal.Stale;
        if (await desk.Read(answered.SchoolId, ct) is not { } use || use.Frame.Year != answered.SchoolYearId || use.Find(answered.FlagKey) is not { Flag: var flag } || !answered.IsAbout(flag))
            return Refusal.Conflict("staffing.lapsed").Next("staffing.lapsed.next");

        var now = clock.GetUtcNow().UtcDateTime;
        if (answered.Decide(command.Do == Command.Return ? BidiSafe.CleanLines(command.Ruling) : null, user.AccountId, now) is { } refusal)
            return refusal;
        db.FlagSteps.Add(answered.Step(user.AccountId, user.Role, now));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
