using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowDecision;

public sealed record Query(long Decision) : IQuery<DecisionView>;

/// <summary>The signed file, as it was signed.</summary>
public sealed record PaperQuery(long Decision) : IQuery<Paper>;

public sealed record Paper(string Name, byte[] Bytes);

public sealed class Handler(MassarDb db, CurrentUser user, DecisionReader reader) : IQueryHandler<Query, DecisionView>, IQueryHandler<PaperQuery, Paper>
{
    public async Task<Outcome<DecisionView>> Handle(Query query, CancellationToken ct) =>
        await reader.Read(db.Decisions.InReachOf(user), query.Decision, user.AccountId, withPeople: true, ct) is { } view ? view : Refusal.NotFound;

    public async Task<Outcome<Paper>> Handle(PaperQuery query, CancellationToken ct)
    {
        var paper = await (
            from d in db.Decisions.InReachOf(user)
            where d.Id == query.Decision
            join p in db.IssuedDocuments on d.DocumentId equals p.Id
            join c in db.DocumentContents on p.Id equals c.DocumentId
            select new { p.Kind, p.Number, p.Year, c.Bytes }).SingleOrDefaultAsync(ct);
        return paper is null ? Refusal.NotFound : new Paper($"{paper.Kind}-{paper.Year}-{paper.Number}.pdf", paper.Bytes);
    }
}
