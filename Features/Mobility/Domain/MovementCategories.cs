namespace Massar.Features.Mobility.Domain;

/// <summary>Which grades each movement is made for; a campaign starts from it and may change it.</summary>
public static class MovementCategories
{
    public const string List = "movement-categories";
    private const string Teachers = "PEP_;PES_;AGR_";

    /// <summary>Surplus and shortage (الفائض والخصاص), memo 97: who takes part is called in.</summary>
    public const string Surplus = "SURPLUS";

    /// <summary>Posts change hands and none is vacant: cycles of wishes only.</summary>
    public const string Exchange = "EXCHANGE";

    public const string Health = "HEALTH";

    /// <summary>Beginnings of grade codes by category.</summary>
    public static readonly IReadOnlyDictionary<string, string> Grades = new Dictionary<string, string>
    {
        ["ADMIN"] = "ADM_PED_",
        ["TEACHING"] = Teachers,
        ["INSPECTION"] = "INSP_",
        ["ORIENT_PLAN"] = "CONS_",
        ["FINANCE"] = "SPE_ECO_",
        ["ATTACHES"] = "SPE_PED_;SPE_SOC_;AST_PED",
        ["COMMON"] = "ADMIN_;ING_;TECHN_;REDAC_;AST_ADM_;AST_TEC_",
        ["REGIONAL"] = Teachers,
        ["LOCAL"] = Teachers,
        [Surplus] = Teachers,
        [Health] = Teachers,
        [Exchange] = Teachers,
    };

    /// <summary>The cycle a grade teaches in, or null for those who work in any school.</summary>
    public static string? CycleOf(string grade) =>
        grade.StartsWith("PEP_", StringComparison.Ordinal) ? "PRI"
        : grade.StartsWith("PES_COL_", StringComparison.Ordinal) ? "COL"
        : grade.StartsWith("PES_QUA_", StringComparison.Ordinal) || grade.StartsWith("AGR_", StringComparison.Ordinal) ? "QUA"
        : null;

    /// <summary>How far each category goes by the tables of the ministry.</summary>
    public static CampaignScope ScopeOf(string category) => category switch
    {
        "REGIONAL" => CampaignScope.Regional,
        "LOCAL" or Surplus => CampaignScope.Local,
        _ => CampaignScope.National,
    };
}
