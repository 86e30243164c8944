using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Discipline.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.HandleCase;

public sealed record Query(long Id) : IQuery<Entry>;

/// <summary>A case on the office's desk.</summary>
/// <param name="MayPropose">A sanction may be prepared, at least one that wants no council.</param>
/// <param name="MaySend">The council may be asked.</param>
public sealed record Entry(CaseView Case, string NameAr, string NameLatin, string Ppr, bool MayPropose, bool MaySend) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Id, string? Do, string? Day, string? Opinion, string? Remark, string? Reply, string? Reason, string? Words, string? Answer, string? Version) : ICommand<Handled>;

public sealed record Handled(bool IsErased);

public sealed class Validator : AbstractValidator<Command>
{
    public static readonly IReadOnlyList<string> Acts = ["reply", "council", "opinion", "close", "erase", "keep"];

    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Do).Must(d => Acts.Contains(d ?? "")).WithMessage("ui.bad-request");
        RuleFor(c => c.Day).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).When(c => c.Do == "opinion").WithMessage("discipline.day.past");
        RuleFor(c => c.Opinion).Must(o => o is Sanction.None or Sanction.Dismissal || Sanction.All.Contains(o ?? "")).When(c => c.Do == "opinion").WithMessage("discipline.opinion.needed");
        RuleFor(c => c.Reason).Must(r => DisciplineCase.CloseReasons.Contains(r ?? "")).When(c => c.Do == "close").WithMessage("discipline.close.needed");
        RuleFor(c => c.Reply).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == "reply").WithMessage("discipline.words.needed");
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == "close" && c.Reason == "other").WithMessage("discipline.words.needed");
        RuleFor(c => c.Answer).Must(w => BidiSafe.CleanLines(w).Length > 0).When(c => c.Do == "keep").WithMessage("discipline.words.needed");
        RuleFor(c => c.Reply).Must(w => BidiSafe.CleanLines(w).Length <= DisciplineCase.ReplyLength).WithMessage("discipline.too-long").WithState(_ => new object[] { DisciplineCase.ReplyLength });
        RuleFor(c => c.Remark).Must(w => BidiSafe.CleanLines(w).Length <= DisciplineCase.WordsLength).WithMessage("discipline.too-long").WithState(_ => new object[] { DisciplineCase.WordsLength });
        RuleFor(c => c.Words).Must(w => BidiSafe.CleanLines(w).Length <= DisciplineCase.WordsLength).WithMessage("discipline.too-long").WithState(_ => new object[] { DisciplineCase.WordsLength });
        RuleFor(c => c.Answer).Must(w => BidiSafe.CleanLines(w).Length <= DisciplineCase.WordsLength).WithMessage("discipline.too-long").WithState(_ => new object[] { DisciplineCase.WordsLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, DisciplineDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Handled>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, own) = (query.Id, await desk.Own(ct));
        var found = await db.DisciplineCases.AsNoTracking().Below(user, own).Where(c => c.Id == id).Join(db.Employees, c => c.EmployeeId, e => e.Id, (c, e) => new { Case = c, e.Ppr, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var figures = await DisciplineFigures.Current(db, ct);
        var view = await desk.View(found.Case, figures, ct);
        var (today, isHeard) = (MoroccanDay.Today(clock), found.Case.IsHeard(MoroccanDay.Today(clock)));
        return new Entry(view, $"{found.LastNameAr} {found.FirstNameAr}", $"{found.LastNameLatin} {found.FirstNameLatin}", found.Ppr,
            view.IsSanctionOver || found.Case.Against(null, figures, today) is null, isHeard && found.Case.State is (DisciplineState.Asked or DisciplineState.Answered));
    }

    public async Task<Outcome<Handled>> Handle(Command command, CancellationToken ct)
    {
        var (id, own) = (command.Id, await desk.Own(ct));
        if (await db.DisciplineCases.Below(user, own).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } one)
            return Refusal.NotFound;
        if (one.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;
        var (now, figures) = (clock.GetUtcNow().UtcDateTime, await DisciplineFigures.Current(db, ct));
        var today = MoroccanDay.Of(now);
        if (command.Do == "close")
            await desk.Settle(one, now, ct);
        var (step, refusal) = command.Do switch
        {
            "reply" => ("noted", one.Explain(BidiSafe.CleanLines(command.Reply), onPaper: true, now)),
            "council" => ("council", one.AskCouncil(today, today.AddDays(figures.CouncilDays), now)),
            "opinion" => ("advised", one.Advise(TypedDay.Read(command.Day)!.Value, command.Opinion!, BidiSafe.CleanLinesOrNull(command.Remark), now)),
            "close" => ("closed", one.Close(command.Reason!, BidiSafe.CleanLinesOrNull(command.Words), now)),
            "erase" => ("erased", one.AnswerErasure(isErased: true, null, (await desk.View(one, figures, ct)).ErasableFrom, now)),
            _ => ("kept", one.AnswerErasure(isErased: false, BidiSafe.CleanLines(command.Answer), null, now)),
        };
        if (refusal is not null)
            return refusal;
        // No trace remains in the file: the decision is on no list any more. Register and sealed paper stay what they are.
        if (one.ErasedAt is not null && await desk.Erase(one, now, ct) is { } moving)
            return moving;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new DisciplineStepped(one.Id, step, one.EmployeeId, one.PlaceId, null, one.Version), ct);
        await db.SaveChangesAsync(ct);
        return new Handled(one.ErasedAt is not null);
    }
}
