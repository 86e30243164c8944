using FluentValidation;
using Massar.Features.Employees.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.ContestDatum;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Value).Must((c, _) => c.Day is { } day && day <= MoroccanDay.Today(clock)).When(c => Domain.DatumContest.IsDay(c.Datum))
            .WithMessage("mobility.contest.not-a-day");
        RuleFor(c => c.Value).Must(v => NumberReader.ReadWhole(v, 0, 40).Value is not null).When(c => Domain.DatumContest.IsCount(c.Datum))
            .WithMessage("mobility.contest.not-a-count");
        RuleFor(c => c.Value).Must(v => Enum.TryParse<MaritalStatus>(v, out var status) && Enum.IsDefined(status)).When(c => c.Datum == Datum.MaritalStatus)
            .WithMessage("mobility.contest.choose");
        RuleFor(c => c.Value).NotEmpty().When(c => c.Datum == Datum.SpouseCommune).WithMessage("mobility.contest.no-commune");
        RuleFor(c => c.Reason).NotEmpty().WithMessage("mobility.contest.no-reason");
        RuleFor(c => c.Reason).MaximumLength(Domain.DatumContest.ReasonLength).WithMessage("mobility.too-long").WithState(_ => new object[] { Domain.DatumContest.ReasonLength });
        RuleFor(c => c.Document).NotEmpty().WithMessage("mobility.document.missing");
        RuleFor(c => c.Proof).NotEmpty().WithMessage("mobility.contest.no-proof");
        RuleFor(c => c.Proof).MaximumLength(Domain.DatumContest.ProofLength).WithMessage("mobility.too-long").WithState(_ => new object[] { Domain.DatumContest.ProofLength });
    }
}
