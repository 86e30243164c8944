using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Decisions.ShowDecision;

public sealed record Query(long Decision) : IQuery<DecisionView>;

/// <summary>The signed file, as it was signed.</summary>
public sealed record PaperQuery(long Decision) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DecisionReader reader, DocumentArchive archive) : IQueryHandler<Query, DecisionView>, IQueryHandler<PaperQuery, SealedFile>
{
    public async Task<Outcome<DecisionView>> Handle(Query query, CancellationToken ct) =>
        await reader.Read(await Seen(ct), query.Decision, user, withPeople: true, ct) is { } view ? view : Refusal.NotFound;

    public async Task<Outcome<SealedFile>> Handle(PaperQuery query, CancellationToken ct) => await archive.Read(
        from d in await Seen(ct)
        where d.Id == query.Decision
        join p in db.IssuedDocuments on d.DocumentId equals p.Id
        select p, ct);

    private async Task<IQueryable<Decision>> Seen(CancellationToken ct) => db.Decisions.InReachOf(user).WithoutSanctionsOf(await Kinship.WithSelf(db, user.EmployeeId, ct), db);
}
