using FluentValidation;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.PublishRun;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Date).Must(d => TypedDay.Read(d) is not null).When(c => c.Do != Command.Withdraw).WithMessage("mobility.publish.date");
        RuleFor(c => c.Time).Must(t => MoroccanHour.Time(t) is not null).When(c => c.Do != Command.Withdraw).WithMessage("mobility.publish.time");
    }
}
