using FluentValidation;
using Massar.Features.Marks.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ReturnMarks;

public sealed record Query(int Assessment) : IQuery<ReviewedSheet>;

public sealed record Command(int Assessment, string? Reason, Dictionary<string, string> Remarks) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length is > 0 and <= 300).WithMessage("marks.return.reason.needed");
        RuleForEach(c => c.Remarks).Must(r => BidiSafe.Clean(r.Value).Length <= CellRemark.TextLength).WithMessage("marks.return.remark.long").OverridePropertyName("Remarks");
    }
}

public sealed class Handler(MassarDb db, Sheets sheets, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ReviewedSheet>, ICommandHandler<Command>
{
    public async Task<Outcome<ReviewedSheet>> Handle(Query request, CancellationToken cancellationToken) =>
        await sheets.Review(db, user, request.Assessment, clock.GetUtcNow().UtcDateTime, cancellationToken) is { } sheet ? sheet : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var assessment = await db.Assessments.InSchoolsOf(user, db).SingleOrDefaultAsync(a => a.Id == request.Assessment, cancellationToken);
        if (assessment is null) return Refusal.NotFound;
        if (assessment.Return(BidiSafe.CleanLines(request.Reason)) is { } refusal) return refusal;

        var codes = request.Remarks.Keys.ToList();
        var pupils = await (
            from e in db.Enrollments
            where e.ClassId == assessment.ClassId
            join p in db.Pupils on e.PupilId equals p.Id
            where codes.Contains(p.MassarCode)
            select new { p.Id, p.MassarCode }).Distinct().ToListAsync(cancellationToken);
        var there = await db.CellRemarks.Where(r => r.AssessmentId == assessment.Id).ToListAsync(cancellationToken);
        db.CellRemarks.RemoveRange(there.Where(r => pupils.TrueForAll(p => p.Id != r.PupilId)));
        foreach (var pupil in pupils)
        {
            var text = BidiSafe.Clean(request.Remarks[pupil.MassarCode]);
            if (there.Find(r => r.PupilId == pupil.Id) is { } old) old.Text = text;
            else db.CellRemarks.Add(new CellRemark { AssessmentId = assessment.Id, PupilId = pupil.Id, Text = text });
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
