using System.Linq.Expressions;
using FluentValidation;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Pupils.Domain;

/// <summary>The paper that a change of a pupil's file rests on, as typed.</summary>
/// <param name="Kind">A name of <see cref="ProofKind"/>.</param>
/// <param name="Reference">Number of the paper, as it stands on it.</param>
/// <param name="On">The paper's day, as 2014-03-01.</param>
public sealed record TypedProof(string? Kind, string? Reference, string? On);

/// <summary>What every change of a pupil's file asks of its paper, at the fields Proof, ProofReference and ProofOn, and of its reason.</summary>
public static class ProofRules
{
    private const int ShortestReason = 10;

    public static void HasProof<T>(this AbstractValidator<T> validator, Expression<Func<T, TypedProof>> proof, TimeProvider clock)
    {
        validator.RuleFor(proof).Must(p => Enum.TryParse<ProofKind>(p.Kind, out var kind) && Enum.IsDefined(kind)).WithMessage("pupils.wrong.proof").OverridePropertyName("Proof");
        validator.RuleFor(proof).Must(p => BidiSafe.Clean(p.Reference).Length is > 0 and <= PupilCorrection.ReferenceLength).WithMessage("pupils.wrong.reference")
            .WithState(_ => new object[] { PupilCorrection.ReferenceLength }).OverridePropertyName("ProofReference");
        validator.RuleFor(proof).Must(p => TypedDay.Read(p.On) is { } day && day <= MoroccanDay.Today(clock)).WithMessage("pupils.wrong.date").OverridePropertyName("ProofOn");
    }

    /// <summary>A reason that others have to understand and somebody to answer for: more than a word.</summary>
    public static IRuleBuilderOptions<T, string?> IsChangeReason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(r => BidiSafe.CleanLines(r).Length is >= ShortestReason and <= PupilCorrection.ReasonLength).WithMessage("pupils.wrong.reason").WithState(_ => new object[] { ShortestReason, PupilCorrection.ReasonLength });

    /// <summary>A reason that may be left out.</summary>
    public static IRuleBuilderOptions<T, string?> FitsChangeReason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(r => BidiSafe.CleanLines(r).Length <= PupilCorrection.ReasonLength).WithMessage("pupils.wrong.long").WithState(_ => new object[] { PupilCorrection.ReasonLength });
}
