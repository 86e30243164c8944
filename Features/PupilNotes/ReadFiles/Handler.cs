using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.PupilNotes.ReadFiles;

public sealed record Query(int ClassId, int Page) : IQuery<OpenedFiles>;

/// <param name="Files">A page of those the reader has open.</param>
public sealed record OpenedFiles(FileClass Class, IReadOnlyList<PupilFacts> Files, int Total, int Page) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => Files.Count;
}

public sealed class Handler(FileReader files, TimeProvider clock) : IQueryHandler<Query, OpenedFiles>
{
    /// <summary>What fits a telephone's page.</summary>
    internal const int PageSize = 10;

    public async Task<Outcome<OpenedFiles>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await files.Class(query.ClassId, MoroccanDay.Of(now), ct) is not { } of) return Refusal.NotFound;
        var page = Math.Clamp(query.Page, 1, 1_000);
        var (open, total) = await files.Open(of, now, MoroccanDay.Of(now), (page - 1) * PageSize, PageSize, ct);
        return new OpenedFiles(of, open, total, page);
    }
}
