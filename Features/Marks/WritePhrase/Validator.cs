using FluentValidation;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.WritePhrase;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Text).Must(t => BidiSafe.Clean(t).Length > 0).WithMessage("marks.phrase.text.needed");
        RuleFor(c => c.Text).Must(t => BidiSafe.Clean(t).Length <= TeacherRemark.TextLength).WithMessage("marks.return.remark.long");
        RuleFor(c => c.Language).Must(l => l is "ar" or "fr").WithMessage("marks.phrase.language.choose");
        RuleFor(c => c.Band).Must(b => Command.Read<RemarkBand>(b) is not null).WithMessage("marks.phrase.band.choose");
        RuleFor(c => c.Trend).Must(t => Command.Read<RemarkTrend>(t) is not null).WithMessage("marks.phrase.trend.choose");
    }
}
