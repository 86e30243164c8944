using System.Globalization;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts;

/// <summary>The addresses of this area's pages.</summary>
public static class Links
{
    public const string SignIn = Addresses.SignInPath;
    public const string SecondFactor = Addresses.SecondFactorPath;
    public const string NewSecondFactor = "/accounts/second-factor/new";
    public const string StepUp = Addresses.StepUpPath;
    public const string SignOut = Addresses.SignOutPath;
    public const string Me = "/accounts/me";
    public const string Language = "/accounts/me/language";
    public const string Password = "/accounts/me/password";
    public const string Phone = "/accounts/me/phone";
    public const string PhoneCode = "/accounts/me/phone/code";
    public const string StillRight = "/accounts/me/still-right";
    public const string StopPhone = "/accounts/phone/stop";
    public const string Sessions = "/accounts/sessions";
    public const string EndAllSessions = "/accounts/sessions/end";
    public const string Hats = "/accounts/hats";
    public const string Recover = "/accounts/recover";
    public const string Desk = "/accounts/desk";
    public const string All = "/accounts/all";

    public const string Staff = "/accounts/staff";
    public const string OpenStaff = "/accounts/staff/open";
    public const string MyClasses = "/accounts/classes";

    public static string StaffOf(long employee) => string.Create(CultureInfo.InvariantCulture, $"{Staff}/{employee}");

    public static string OpenAccount(long employee) => $"{StaffOf(employee)}/open";

    public static string NameRole(long employee) => $"{StaffOf(employee)}/roles";

    public static string EndNaming(long employee, long hat) => string.Create(CultureInfo.InvariantCulture, $"{NameRole(employee)}/{hat}/end");

    /// <summary>A guardian who may have no account yet, at the school's desk.</summary>
    public static string DeskGuardian(long guardian) => string.Create(CultureInfo.InvariantCulture, $"{Desk}/guardians/{guardian}");

    public static string EndSession(long id) => string.Create(CultureInfo.InvariantCulture, $"/accounts/sessions/{id}/end");

    public static string DeskCode(long accountId) => string.Create(CultureInfo.InvariantCulture, $"/accounts/desk/{accountId}");

    public static string DeskClass(int classId) => string.Create(CultureInfo.InvariantCulture, $"/accounts/desk/classes/{classId}");

    public static string Account(long id) => string.Create(CultureInfo.InvariantCulture, $"/accounts/all/{id}");

    public static string GrantHat(long accountId) => string.Create(CultureInfo.InvariantCulture, $"/accounts/all/{accountId}/hats");

    public static string EndHat(long accountId, long hatId) => string.Create(CultureInfo.InvariantCulture, $"/accounts/all/{accountId}/hats/{hatId}/end");

    /// <summary>The same page with where to go afterwards.</summary>
    public static string With(string page, string? back) =>
        string.IsNullOrEmpty(back) || back == Addresses.Home ? page : $"{page}?back={Uri.EscapeDataString(back)}";
}
