using FluentValidation;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.ReportCards.OpenCouncil;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.HeldOn).Must(d => TypedDay.Read(d) is not null).WithMessage("report-cards.session.day");
        RuleFor(c => c.Present).Must(p => Handler.Lines(p).Any()).WithMessage("report-cards.session.present.nobody");
        RuleFor(c => c.Present).MaximumLength(Council.PresentLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { Council.PresentLength });
        RuleFor(c => c.Observations).MaximumLength(Council.ObservationsLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { Council.ObservationsLength });
    }
}
