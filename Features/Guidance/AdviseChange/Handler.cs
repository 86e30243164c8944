using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.AdviseChange;

public sealed record Query(long Request) : IQuery<ReorientationCase>;

public sealed record Command(long Request, int Version, string? Opinion, string? Reason, string? Note) : ICommand
{
    public const string Favorable = nameof(GuidanceOpinion.Favorable);
    public const string Unfavorable = nameof(GuidanceOpinion.Unfavorable);
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Opinion).Must(o => o is Command.Favorable or Command.Unfavorable).WithMessage("guidance.opinion.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Opinion == Command.Unfavorable).WithMessage("guidance.decide.reason-needed");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= Reorientation.ReasonLength).WithMessage("guidance.too-long").WithState(_ => new object[] { Reorientation.ReasonLength });
        RuleFor(c => c.Note).Must(n => BidiSafe.CleanLines(n).Length <= Reorientation.NoteLength).WithMessage("guidance.too-long").WithState(_ => new object[] { Reorientation.NoteLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, TimeProvider clock) : IQueryHandler<Query, ReorientationCase>, ICommandHandler<Command>
{
    public async Task<Outcome<ReorientationCase>> Handle(Query query, CancellationToken ct) =>
        await db.ReorientationCase(Here(), desk, query.Request, ct) is { } found ? found : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Request;
        var request = await Here().Where(r => r.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null) return Refusal.NotFound;
        if (request.Version != command.Version) return Refusal.Stale;
        if (await desk.Own(request.PupilId, ct) is { } own) return own;
        if (request.Advise(command.Opinion == Command.Favorable, BidiSafe.CleanLinesOrNull(command.Reason), BidiSafe.CleanLinesOrNull(command.Note), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // The family's words are for the school where the pupil sits, not for one he has left.
    private IQueryable<Reorientation> Here() => db.Reorientations.AdvisedBy(user, db).Where(r => db.Enrollments.Any(e => e.Id == r.EnrollmentId && e.SchoolId == r.SchoolId && e.State == EnrollmentState.Active));
}
