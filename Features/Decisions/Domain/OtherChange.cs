namespace Massar.Features.Decisions.Domain;

/// <summary>What a line of a list says of a decision that changes no échelon.</summary>
/// <param name="Cause">Why, by code.</param>
/// <param name="Days">Days of pay.</param>
/// <param name="Until">The last day.</param>
/// <param name="Place">The new workplace.</param>
public sealed record OtherChange(string? Cause, int? Days, DateOnly? Until, Named? Place)
{
    /// <summary>Null for an advancement in échelon or its withdrawal, whose échelons say it; a promotion in grade is told by the way to it.</summary>
    public static OtherChange? Of(int oldIndex, int newIndex, string? cause, int? days, DateOnly? until, string? placeAr, string? placeFr) =>
        oldIndex != newIndex && cause is not (GradePromotion.Choice or GradePromotion.Exam) ? null : new OtherChange(cause, days, until, placeAr is null ? null : new Named(placeAr, placeFr!));
}
