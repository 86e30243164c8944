using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Deadlines.ShowBoard;

public sealed record Query : IQuery<Blocked>;

/// <summary>What is missing today, in order of the deadlines; of each kind the first things by name.</summary>
public sealed record Blocked(int Year, DateOnly Today, IReadOnlyList<MissingKind> Kinds) : IShowsPersons
{
    /// <summary>Kinds with something that is late already.</summary>
    public int Late => Kinds.Count(k => k.IsLate);

    public int Count => Kinds.Sum(k => k.Count);

    int IShowsPersons.PersonsShown => Kinds.Sum(k => k.Things.Count(t => t.PupilAr is not null || t.TeacherAr is not null));
}

public sealed class Handler(Obstructions obstructions) : IQueryHandler<Query, Blocked>
{
    private const int Named = 4;

    public async Task<Outcome<Blocked>> Handle(Query request, CancellationToken cancellationToken)
    {
        var frame = await obstructions.AtSchool(cancellationToken);
        return new Blocked(frame.Year, frame.Today, await obstructions.Missing(frame, null, 0, Named, cancellationToken));
    }
}
