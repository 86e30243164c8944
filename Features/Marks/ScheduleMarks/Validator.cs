using FluentValidation;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.ScheduleMarks;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Sheets).NotEmpty().WithMessage("marks.schedule.none-chosen");
        RuleFor(c => c.Sheets).Must(s => s.Count <= Handler.Most).WithMessage("marks.schedule.too-many").WithState(_ => new object[] { Handler.Most });
        RuleFor(c => c.Date).Must(d => TypedDay.Read(d) is not null).WithMessage("marks.schedule.date");
        RuleFor(c => c.Time).Must(t => MoroccanHour.Time(t) is not null).WithMessage("marks.schedule.time");
    }
}
