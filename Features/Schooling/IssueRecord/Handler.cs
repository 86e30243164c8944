using Massar.Features.Certificates.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schooling.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Schooling.IssueRecord;

public sealed record Command(long Pupil) : ICommand<Made>;

/// <param name="Document">Where its file is: the area of documents hands it out.</param>
public sealed record Made(long Document);

public sealed class Handler(MassarDb db, SchoolingDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command, Made>
{
    public async Task<Outcome<Made>> Handle(Command command, CancellationToken ct)
    {
        var scope = db.Pupils.Living(db, command.Pupil).WithYearsFor(user, db, MoroccanDay.Today(clock));
        if (await desk.Of(scope, MarkAudiences.Of(user), ct) is not { } seen || await CertificateDesk.Take(db.Pupils, seen.PupilId, ct) == 0)
            return Refusal.NotFound;
        // Read again once the pupil is held.
        var made = await desk.Issue((await desk.Of(scope, MarkAudiences.Of(user), ct))!, seen.PupilId, ct);
        return made.IsRefused ? made.Refusal! : new Made(made.Value);
    }
}
