namespace Massar.Infrastructure.Web;

/// <summary>
/// Whether this is a demo (<c>Massar:Demo</c>): people are made up, messages are caught instead of sent, and what helps to try
/// the program is open. On unless the settings say otherwise, so that only a decision makes a program serve real people.
/// </summary>
public static class DemoSetting
{
    public const string Name = "Massar:Demo";

    public static bool IsDemo(this IConfiguration configuration) => configuration.GetValue(Name, true);
}
