using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.IssueForPupil;

public sealed record Query(long Pupil) : IQuery<Desk>;

/// <param name="Problems">What must be mended before a certificate can be issued.</param>
/// <param name="CanMend">Some of it stands in the pupil's file.</param>
public sealed record Desk(PupilRecord Pupil, IReadOnlyList<CertificateProblem> Problems, bool CanMend, string? DirectorateAr, string? DirectorateFr, IReadOnlyList<Earlier> Earlier);

public sealed record Earlier(long Id, CertificateState State, CertificatePurpose Purpose, DateTime AskedAt, int? Number, int? Year, DocumentState? Paper);

/// <summary>Answers the number of the request.</summary>
public sealed record Command(long Pupil, string? Purpose) : ICommand<long>;

public sealed class Handler(MassarDb db, CurrentUser user, CertificateDesk desk, TimeProvider clock) : IQueryHandler<Query, Desk>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Desk>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (!await db.Pupils.EnrolledAt(user, db).AnyAsync(p => p.Id == query.Pupil, ct) || await db.RecordOf(query.Pupil, today, ct) is not { } record || record.SchoolId != user.PlaceId)
            return Refusal.NotFound;

        var problems = CertificateCheck.Of(record, today);
        var directorate = problems.Count == 0 ? null : (await db.OfficesOf(record.SchoolPath, ct)).Directorate;
        var earlier = await (
                from request in db.CertificateRequests.At(user).Where(r => r.PupilId == query.Pupil)
                join document in db.IssuedDocuments on request.DocumentId equals document.Id into documents
                from document in documents.DefaultIfEmpty()
                orderby request.AskedAt descending, request.Id descending
                select new Earlier(request.Id, request.State, request.Purpose, request.AskedAt, document.Number, document.Year, document.State))
            .Take(10).ToListAsync(ct);
        return new Desk(record, problems, problems.Any(CertificateCheck.IsInPupilFile), directorate?.NameAr, directorate?.NameFr, earlier);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        if (await CertificateDesk.Take(db.Pupils.EnrolledAt(user, db), command.Pupil, ct) == 0) return Refusal.NotFound;

        var outcome = await desk.Ask(command.Pupil, Enum.Parse<CertificatePurpose>(command.Purpose!), user.AccountId, seenAtOnce: false, ct, onlyAt: user.PlaceId);
        return outcome.IsRefused ? outcome.Refusal! : outcome.Value.Id;
    }
}
