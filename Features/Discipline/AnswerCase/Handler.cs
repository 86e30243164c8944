using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Discipline.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.AnswerCase;

public sealed record Query(long Id) : IQuery<Entry>;

/// <param name="MayErase">The years are over and nothing was asked yet.</param>
public sealed record Entry(CaseView Case, bool MayErase);

public sealed record Command(long Id, string? Do, string? Words, string? Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    private const int Shortest = 5;

    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is "seen" or "reply" or "erase").WithMessage("ui.bad-request");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length is >= Shortest and <= DisciplineCase.ReplyLength).When(c => c.Do == "reply").WithMessage("discipline.facts.length").WithState(_ => new object[] { Shortest, DisciplineCase.ReplyLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, DisciplineDesk desk, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.DisciplineCases.AsNoTracking().OfEmployee(user).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } one)
            return Refusal.NotFound;
        var view = await desk.View(one, await DisciplineFigures.Current(db, ct), ct);
        // A proposal is nobody's right yet.
        if (view.Sanction is { Number: null } && !await db.Decisions.About(user).AnyAsync(d => d.Id == one.DecisionId, ct))
            view = view with { Sanction = null };
        return new Entry(view, view.ErasableFrom <= MoroccanDay.Today(clock) && view.ErasureAskedAt is null);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.DisciplineCases.OfEmployee(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } one)
            return Refusal.NotFound;
        if (one.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        var now = clock.GetUtcNow().UtcDateTime;
        Refusal? refusal = null;
        if (command.Do == "seen")
            one.See(now);
        else if (command.Do == "reply")
            refusal = one.Explain(BidiSafe.CleanLines(command.Words), onPaper: false, now);
        else
            refusal = one.AskErasure((await desk.View(one, await DisciplineFigures.Current(db, ct), ct)).ErasableFrom, now);
        if (refusal is not null)
            return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
