using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Deadlines.ListBlocks;

public sealed record Query(string Code, int Page) : IQuery<OneKind>;

/// <summary>All missing things, or those of one kind, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record FileQuery(string? Code) : IQuery<Whole>;

public sealed record OneKind(DateOnly Today, MissingKind Kind, int Page, int Pages) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Kind.Things.Count(t => t.PupilAr is not null || t.TeacherAr is not null);
}

public sealed record Whole(DateOnly Today, IReadOnlyList<MissingKind> Kinds)
{
    /// <summary>Different pupils and teachers named in the file.</summary>
    public int Persons => Kinds.SelectMany(k => k.Things).Select(t => t.MassarCode ?? t.TeacherLatin).OfType<string>().Distinct(StringComparer.Ordinal).Count();
}

public sealed class Handler(Obstructions obstructions, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, OneKind>, IQueryHandler<FileQuery, Whole>
{
    private const int PageSize = 20;

    public async Task<Outcome<OneKind>> Handle(Query request, CancellationToken cancellationToken)
    {
        var page = Math.Clamp(request.Page, 1, Obstructions.Most / PageSize);
        var frame = await obstructions.AtSchool(cancellationToken);
        var found = await obstructions.Missing(frame, request.Code, (page - 1) * PageSize, PageSize, cancellationToken);
        // Nothing of the kind is missing, or there is no such kind or page: these look the same.
        return found is [{ Things.Count: > 0 } kind] ? new OneKind(frame.Today, kind, page, (kind.Count + PageSize - 1) / PageSize) : Refusal.NotFound;
    }

    public async Task<Outcome<Whole>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var frame = await obstructions.AtSchool(cancellationToken);
        return new Whole(frame.Today, await obstructions.Missing(frame, string.IsNullOrEmpty(request.Code) ? null : request.Code, 0, Obstructions.Most, cancellationToken));
    }
}
