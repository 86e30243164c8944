using System.Globalization;
using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.PrepareProcedure;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.StartsOn).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Steps).Must((c, s) => c.IsOff || s.All(t => t.Role is not null && ProcedureEditions.RolesOfGates.Contains(t.Role))).WithMessage("decisions.procedure.role-unknown");
        RuleFor(c => c.Steps).Must((c, s) => c.IsOff || s.All(t => Office(t) is not null)).WithMessage("decisions.procedure.office-needed");
        RuleFor(c => c.Steps).Must((c, s) => c.IsOff || s.All(t => Days(t) is not null)).WithMessage("decisions.procedure.days-wrong").WithState(_ => new object[] { ProcedureEditions.MostDays });
        RuleFor(c => c.Steps).Must((c, s) => c.IsOff || s.All(t => IsName(t.NameAr) && IsName(t.NameFr))).WithMessage("decisions.procedure.names-needed").WithState(_ => new object[] { ProcedureEditions.NameLength });
        RuleFor(c => c.Papers).Must(p => p is null || p.All(t => t.Code is not null && t.Need is Needed or Follow)).WithMessage("decisions.procedure.paper-unknown");
        RuleFor(c => c.Papers).Must(p => p is null || p.DistinctBy(t => t.Code).Count() == p.Length).WithMessage("decisions.procedure.paper-unknown");
        RuleFor(c => c.Papers).Must(p => p is null || p.All(t => string.IsNullOrWhiteSpace(t.Months) || Months(t) is not null)).WithMessage("decisions.procedure.months-wrong").WithState(_ => new object[] { ProcedurePaper.MostMonths });
    }

    internal const string Needed = "needed";

    internal const string Follow = "follow";

    internal static int? Months(TypedPaper paper) => int.TryParse(paper.Months?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var months) && months <= ProcedurePaper.MostMonths ? months : null;

    internal static PlaceKind? Office(TypedStep step) => Enum.TryParse<PlaceKind>(step.Office, out var kind) && ProcedureEditions.OfficesOfGates.Contains(kind) && step.Office == kind.ToString() ? kind : null;

    internal static int? Days(TypedStep step) => int.TryParse(step.Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= ProcedureEditions.MostDays ? days : null;

    private static bool IsName(string? typed) => BidiSafe.Clean(typed) is { Length: > 0 and <= ProcedureEditions.NameLength } clean && PaperLetters.AreIn(clean);
}
