namespace Massar.Tests.Support;

/// <summary>How the program is set for tests: its own database and keys, messages caught, no throttle, quiet log.</summary>
public static class ProgramSettings
{
    public static Dictionary<string, string> For(string database, string stateDirectory) => new()
    {
        ["Massar:Database"] = database,
        ["Massar:StateDirectory"] = stateDirectory,
        ["Pdf:StateDirectory"] = Path.Combine(stateDirectory, "pdf"),
        ["Massar:Demo"] = "true",
        ["Massar:Limits:PerAddressPerTenSeconds"] = "100000000",
        ["Massar:Limits:PerSessionPerTenSeconds"] = "100000000",
        ["Mail:Catch"] = "true",
        ["Sms:Catch"] = "true",
        ["Logging:LogLevel:Default"] = "Warning",
    };
}
