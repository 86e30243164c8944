using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowDelegationPaper;

/// <summary>Who gave an act of delegation, who was given it, or the offices above read its sealed paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "delegations/{delegation:long}/paper";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapGet(Route, (long delegation, HttpContext http, Bus bus) => bus.Ask(new Query(delegation)).Then(file => file.Answer(http)));

        decisions.Api.MapGet(Route, (long delegation, HttpContext http, Bus bus) => bus.Ask(new Query(delegation)).Then(file => file.Answer(http)));
    }
}

public sealed record Query(long Delegation) : IQuery<SealedFile>;

public sealed class Handler(MassarDb db, CurrentUser user, DocumentArchive archive) : IQueryHandler<Query, SealedFile>
{
    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct) => archive.Read(
        from d in db.Delegations.SeenBy(user)
        where d.Id == query.Delegation
        join p in db.IssuedDocuments on d.DocumentId equals (long?)p.Id
        select p, ct);
}
