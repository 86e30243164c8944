namespace Massar.Infrastructure.Web;

/// <summary>The few addresses the platform itself must know: signing in and giving the second factor again.</summary>
public static class Addresses
{
    public const string Home = "/";
    public const string SignInPath = "/accounts/sign-in";
    public const string SecondFactorPath = "/accounts/second-factor";
    public const string StepUpPath = "/accounts/step-up";
    /// <summary>Begins the pages of the own account: sessions, hats, password.</summary>
    public const string Accounts = "/accounts/";
    public const string SignOutPath = "/accounts/sign-out";

    public static string SignIn(string back) => $"{SignInPath}?back={Uri.EscapeDataString(back)}";

    /// <param name="back">Where to go on with the second factor given.</param>
    /// <param name="leave">Where to go without it, when the first would only ask again.</param>
    public static string StepUp(string back, string? leave = null) =>
        $"{StepUpPath}?back={Uri.EscapeDataString(back)}{(leave is null ? "" : $"&leave={Uri.EscapeDataString(leave)}")}";

    /// <summary>A local address somebody gave us in a query string, or home.</summary>
    public static string Local(string? address) =>
        address is { Length: > 0 and < 2000 } && address[0] == '/' && !address.StartsWith("//", StringComparison.Ordinal)
        && !address.Contains('\\', StringComparison.Ordinal) && !address.Any(char.IsControl) ? address : Home;
}
