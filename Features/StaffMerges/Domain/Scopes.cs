using FluentValidation;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.StaffMerges.Domain;

/// <summary>Which cases somebody sees, and what a reason must be.</summary>
public static class Scopes
{
    private const int ShortestReason = 5;

    /// <summary>Those of the hat's own office.</summary>
    public static IQueryable<StaffMerge> At(this IQueryable<StaffMerge> merges, CurrentUser user) => merges.Where(m => m.PlaceId == user.PlaceId);

    /// <summary>A reason that a second person can judge by.</summary>
    public static IRuleBuilderOptions<T, string?> IsMergeReason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(r => BidiSafe.CleanLines(r).Length is >= ShortestReason and <= StaffMerge.ReasonLength).WithMessage("staff-merges.reason.needed").WithState(_ => new object[] { ShortestReason, StaffMerge.ReasonLength });
}
