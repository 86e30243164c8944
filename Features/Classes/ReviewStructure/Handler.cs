using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.ReviewStructure;

public sealed record Query(int Id) : IQuery<StructureView>;

/// <param name="IsAccepted">None while nothing was chosen.</param>
public sealed record Answer(bool? IsAccepted, string? Remark);

/// <param name="Answers">By number of line.</param>
public sealed record Command(int Id, int Version, IReadOnlyDictionary<int, Answer> Answers) : ICommand<Answered>;

/// <param name="Classes">How many were made.</param>
public sealed record Answered(bool IsAccepted, int Classes);

public sealed class Handler(MassarDb db, StructureViews views, Facts facts, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, StructureView>, ICommandHandler<Command, Answered>
{
    public async Task<Outcome<StructureView>> Handle(Query request, CancellationToken cancellationToken)
    {
        var view = await views.Read(db.Structures.SentTo(user, db).Where(s => s.Id == request.Id), cancellationToken);
        return view is null ? Refusal.NotFound : view;
    }

    public async Task<Outcome<Answered>> Handle(Command command, CancellationToken cancellationToken)
    {
        var structure = await db.Structures.SentTo(user, db).Where(s => s.Id == command.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (structure is null) return Refusal.NotFound;
        if (structure.Version != command.Version) return Refusal.Stale;
        await db.StructureLines.Where(l => l.StructureId == structure.Id).LoadAsync(cancellationToken);
        if (structure.Decide(command.Answers.ToDictionary(a => a.Key, a => new StructureAnswer(a.Value.IsAccepted, BidiSafe.Clean(a.Value.Remark)))) is { } refusal) return refusal;

        db.StructureSteps.Add(new StructureStep { StructureId = structure.Id, SchoolId = structure.SchoolId, State = structure.State, ByAccountId = user.AccountId, Role = user.Role, At = clock.GetUtcNow().UtcDateTime });
        var classes = structure.State == StructureState.Accepted ? await MakeClasses(structure, cancellationToken) : 0;
        var times = await db.StructureSteps.CountAsync(s => s.StructureId == structure.Id && s.State == StructureState.Sent, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await facts.Tell(new StructureAnswered(structure.Id, structure.SchoolId, structure.SchoolYearId, structure.State == StructureState.Accepted,
            structure.Lines.Count(l => l.State == StructureLineState.Returned), times), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new Answered(structure.State == StructureState.Accepted, classes);
    }

    // Named as the ministry names them (domain 03 §3.5): the stream or the level's prefix, and a number. Classes that are there already count.
    private async Task<int> MakeClasses(Structure structure, CancellationToken ct)
    {
        var there = await db.Classes.Where(c => c.SchoolId == structure.SchoolId && c.SchoolYearId == structure.SchoolYearId).Select(c => new { c.LevelCode, c.StreamCode, c.Name }).ToListAsync(ct);
        var codes = structure.Lines.ConvertAll(l => l.LevelCode);
        var levels = await db.Levels.AsNoTracking().Where(l => codes.Contains(l.Code)).ToDictionaryAsync(l => l.Code, ct);
        var names = there.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var made = 0;
        foreach (var line in structure.Lines)
        {
            var prefix = line.StreamCode.Length > 0 ? line.StreamCode : levels[line.LevelCode].ClassPrefixes?.Split(';')[0] is { Length: > 0 } first ? first : line.LevelCode;
            var missing = line.Classes - there.Count(c => c.LevelCode == line.LevelCode && c.StreamCode == line.StreamCode);
            for (var number = 1; missing > 0; number++)
            {
                if (!names.Add(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}"))) continue;
                db.Classes.Add(new SchoolClass
                {
                    PublicId = Guid.NewGuid(),
                    SchoolId = structure.SchoolId,
                    SchoolYearId = structure.SchoolYearId,
                    LevelCode = line.LevelCode,
                    StreamCode = line.StreamCode,
                    Name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}"),
                });
                (missing, made) = (missing - 1, made + 1);
            }
        }

        return made;
    }
}
