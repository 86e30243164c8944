using FluentValidation;
using Massar.Features.Escalations.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.AskCorrection;

public sealed record Query(SheetKey Key, string Pupil) : IQuery<Cell>;

/// <summary>A published cell with the corrections asked for it.</summary>
public sealed record Cell(SheetHead Head, SheetLine Line, IReadOnlyList<CorrectionLine> History)
{
    /// <summary>The day on which a request without an answer went up to the directorate; null where it did not.</summary>
    public DateOnly? PassedOn { get; init; }

    public bool IsAsked => History.Any(h => h.State == CorrectionState.Asked);
}

/// <param name="Pupil">Massar code.</param>
public sealed record Command(SheetKey Key, string Pupil, string? Mark, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length is > 0 and <= MarkCorrection.ReasonLength).WithMessage("marks.correction.reason.needed");
}

public sealed class Handler(MassarDb db, Sheets sheets, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Cell>, ICommandHandler<Command>
{
    public async Task<Outcome<Cell>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (head, line) = await Find(request.Key, request.Pupil, cancellationToken);
        if (head is null || line is null || !IsOut(head)) return Refusal.NotFound;
        var history = await db.MarkCorrections.Where(x => x.AssessmentId == head.AssessmentId && x.PupilId == line.PupilId).Lines(db).AsNoTracking().Take(20).ToListAsync(cancellationToken);
        var asked = history.Find(h => h.State == CorrectionState.Asked);
        return new Cell(head, line, history) { PassedOn = asked is null ? null : await db.PassedOnDay(CorrectionWaits.Code, asked.Id, 0, head.SchoolId, cancellationToken) };
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        // One open correction a cell: requests that come together take their turn at the sheet.
        if (!request.Key.IsPossible) return Refusal.NotFound;
        await sheets.Lock(request.Key, cancellationToken);
        var (head, line) = await Find(request.Key, request.Pupil, cancellationToken);
        if (head is null || line is null || !IsOut(head)) return Refusal.NotFound;
        if (head.State == AssessmentState.Frozen) return Refusal.Conflict("marks.correction.frozen");
        if (CellValue.Read(request.Mark, head.Scale, out var value) != CellProblem.None || value.IsEmpty) return Refusal.Invalid("Mark", "marks.cell.not-a-mark", head.Scale);
        if (value == line.Value) return Refusal.Invalid("Mark", "marks.correction.same");
        if (await db.MarkCorrections.AnyAsync(x => x.AssessmentId == head.AssessmentId && x.PupilId == line.PupilId && x.State == CorrectionState.Asked, cancellationToken))
            return Refusal.Conflict("marks.correction.waiting");

        db.MarkCorrections.Add(new MarkCorrection
        {
            AssessmentId = head.AssessmentId!.Value,
            PupilId = line.PupilId,
            SchoolId = head.SchoolId,
            OldState = line.Value.State,
            OldPoints = line.Value.Points,
            NewState = value.State,
            NewPoints = value.Points,
            Reason = BidiSafe.CleanLines(request.Reason),
            AskedByAccountId = user.AccountId,
            AskedAt = clock.GetUtcNow().UtcDateTime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private bool IsOut(SheetHead head) => Assessment.IsOut(head.State, head.PublishAt, clock.GetUtcNow().UtcDateTime);

    private async Task<(SheetHead? Head, SheetLine? Line)> Find(SheetKey key, string pupil, CancellationToken ct)
    {
        var head = await sheets.Head(db.Classes.TaughtBy(user, db, key.Subject, MoroccanDay.Today(clock)), key, ct);
        return head is null ? (null, null) : (head, (await sheets.Lines(key.ClassId, head.AssessmentId, ct)).Find(l => l.Code == pupil));
    }
}
