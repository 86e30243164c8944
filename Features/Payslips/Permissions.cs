namespace Massar.Features.Payslips;

/// <summary>What hats may read of pay.</summary>
public static class Permissions
{
    /// <summary>One's own pay.</summary>
    public const string Own = "payslips.own";

    /// <summary>The state (never the amounts) of the pay of the staff of one's place.</summary>
    public const string View = "payslips.view";

    /// <summary>The pay office: the monthly pay file of the academies of one's place.</summary>
    public const string Import = "payslips.import";
}
