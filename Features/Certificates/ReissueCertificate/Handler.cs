using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.ReissueCertificate;

/// <summary>Answers the number of the new request.</summary>
public sealed record Command(long Id) : ICommand<long>;

public sealed class Handler(MassarDb db, CurrentUser user, CertificateDesk desk, Sealer sealer) : ICommandHandler<Command, long>
{
    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var old = await db.CertificateRequests.At(user).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (old?.DocumentId is not { } paperId) return Refusal.NotFound;
        var paper = await db.IssuedDocuments.SingleAsync(d => d.Id == paperId, ct);
        if (paper.SupersededById is not null) return Refusal.Conflict("certificates.reissue.already");

        // Frees the day, or the order would find the request it is to replace.
        old.LiveKey = null;
        await db.SaveChangesAsync(ct);
        var outcome = await desk.Ask(old.PupilId, old.Purpose, user.AccountId, seenAtOnce: false, ct, onlyAt: user.PlaceId);
        if (outcome.IsRefused) return outcome.Refusal!;
        if (outcome.Value.DocumentId is not { } newPaper) return Refusal.Conflict("certificates.reissue.blocked").Next("certificates.blocked.why");

        paper.GiveWayTo(await db.IssuedDocuments.SingleAsync(d => d.Id == newPaper, ct), sealer);
        await db.SaveChangesAsync(ct);
        return outcome.Value.Id;
    }
}
