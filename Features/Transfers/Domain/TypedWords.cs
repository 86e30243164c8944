using System.Globalization;
using FluentValidation;
using Massar.Infrastructure.Text;

namespace Massar.Features.Transfers.Domain;

/// <summary>What people type into a case, and how it is judged.</summary>
public static class TypedWords
{
    /// <summary>A word is no reason that a directorate could judge, or a family understand.</summary>
    private const int ShortestReason = 10;

    /// <summary>A reason that must be given.</summary>
    public static IRuleBuilderOptions<T, string?> IsReason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(t => BidiSafe.CleanLines(t).Length is >= ShortestReason and <= Transfer.ReasonLength).WithMessage("transfers.objection.needed").WithState(_ => new object[] { ShortestReason, Transfer.ReasonLength });

    /// <summary>A reason that may be left out.</summary>
    public static IRuleBuilderOptions<T, string?> FitsReason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(t => BidiSafe.CleanLines(t).Length <= Transfer.ReasonLength).WithMessage("transfers.too-long").WithState(_ => new object[] { Transfer.ReasonLength });

    /// <summary>A line of the checklist, which may be left out.</summary>
    public static IRuleBuilderOptions<T, string?> FitsNote<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(t => BidiSafe.Clean(t).Length <= Transfer.NoteLength).WithMessage("transfers.too-long").WithState(_ => new object[] { Transfer.NoteLength });

    /// <summary>The number of a school that was chosen.</summary>
    public static IRuleBuilderOptions<T, string?> IsSchool<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("transfers.school.choose");
}
