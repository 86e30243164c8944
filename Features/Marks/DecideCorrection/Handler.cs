using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.DecideCorrection;

public sealed record Query(int Page) : IQuery<Corrections>;

public sealed record Corrections(int Page, int Pages, IReadOnlyList<CorrectionLine> Lines);

public sealed record Command(long Id, string? Decision, string? Answer) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is "approve" or "refuse").WithMessage("marks.correction.decision.needed");
        RuleFor(c => c.Answer).Must(a => BidiSafe.CleanLines(a).Length is > 0 and <= MarkCorrection.ReasonLength).When(c => c.Decision == "refuse").WithMessage("marks.correction.answer.needed");
    }
}

public sealed class Handler(MassarDb db, Sheets sheets, Publication publication, Sealer sealer, CurrentUser user, TimeProvider clock, Facts facts) : IQueryHandler<Query, Corrections>, ICommandHandler<Command>
{
    private const int PageSize = 20;

    public async Task<Outcome<Corrections>> Handle(Query request, CancellationToken cancellationToken)
    {
        var page = Math.Clamp(request.Page, 1, 10_000);
        var total = await db.MarkCorrections.InSchoolsOf(user, db).CountAsync(cancellationToken);
        var lines = await db.MarkCorrections.InSchoolsOf(user, db).Lines(db).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Corrections(page, (total + PageSize - 1) / PageSize, lines);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var correction = await db.MarkCorrections.InSchoolsOf(user, db).SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken);
        if (correction is null) return Refusal.NotFound;
        var key = (await db.Assessments.AsNoTracking().SingleAsync(a => a.Id == correction.AssessmentId, cancellationToken)).Key;
        var assessment = (await sheets.Lock(key, cancellationToken))!;

        var now = clock.GetUtcNow().UtcDateTime;
        var approve = request.Decision == "approve";
        if (correction.Decide(approve, approve ? null : BidiSafe.CleanLines(request.Answer), await Hands.Of(db, user, cancellationToken), now) is { } refusal) return refusal;
        if (approve && assessment.Correct(correction, now, sealer) is { } conflict) return conflict;
        await db.SaveChangesAsync(cancellationToken);

        if (approve)
        {
            if (await publication.Rebuild(key.ClassId, key.Subject, key.Semester, now, cancellationToken) is { } differs) return differs;
            await facts.Tell(new MarkCorrected(correction.Id, correction.SchoolId, correction.PupilId), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return Done.It;
    }
}
