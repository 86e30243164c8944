using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;

namespace Massar.Features.Tabligh.Parts;

/// <summary>
/// The three situations of an employee and his decisions on their way, in few words: what a phone may keep. No amount, no card, pension or
/// bank number, no name of the family and no sanction is in it.
/// </summary>
/// <param name="At">When it was read, UTC.</param>
/// <param name="KeepDays">Days a phone may keep it.</param>
/// <param name="KeepUntil">The end of those days, UTC.</param>
/// <param name="Career">Null before recruitment.</param>
/// <param name="Pay">The last month there is; null for none.</param>
/// <param name="Waiting">The longest on their way first.</param>
public sealed record LastView(
    string NameAr, string NameLatin, DateTime At, int KeepDays, DateTime KeepUntil, CareerNow? Career, WorkplaceNow? Workplace, PayNow? Pay, FamilyNow Family, IReadOnlyList<OnItsWay> Waiting);

/// <param name="PositionCode">Null where the person is not in activity: which position that is does not leave the program.</param>
public sealed record CareerNow(string? CadreAr, string? CadreFr, string? GradeAr, string? GradeFr, string GradeCode, string Echelle, int Echelon, int Index, DateOnly Since, string? PositionAr, string? PositionFr, string? PositionCode);

public sealed record WorkplaceNow(string PlaceAr, string PlaceFr, DateOnly Since);

public sealed record PayNow(DateOnly Month, PayState State, string Echelle, int Echelon, int Index);

/// <param name="Status">Null where it is not in the file.</param>
public sealed record FamilyNow(Employees.Domain.MaritalStatus? Status, int Children);

/// <param name="Since">When it came to that office, UTC.</param>
/// <param name="Days">Days it has waited there.</param>
/// <param name="UsualDays">Days it usually takes there.</param>
public sealed record OnItsWay(string KindAr, string KindFr, DecisionState State, DateOnly EffectiveOn, string OfficeAr, string OfficeFr, DateTime Since, int Days, int UsualDays, bool IsLate);
