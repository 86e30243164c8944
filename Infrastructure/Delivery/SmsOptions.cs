namespace Massar.Infrastructure.Delivery;

/// <summary>The section <c>Sms</c> of the settings.</summary>
public sealed class SmsOptions
{
    public const string Section = "Sms";

    /// <summary>The gateway's address, <c>http://gateway:13013/cgi-bin/sendsms</c>.</summary>
    public string Url { get; set; } = "http://127.0.0.1:13013/cgi-bin/sendsms";

    public string User { get; set; } = "";

    /// <summary>From the environment or a file with mode 0400, never from appsettings.</summary>
    public string Password { get; set; } = "";

    /// <summary>What phones show as the sender: up to 11 letters, or a number.</summary>
    public string From { get; set; } = "MASSAR";

    /// <summary>Send the values in the body of a POST instead of the address, for gateways that take it: addresses end up in logs.</summary>
    public bool Post { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest message in parts; beyond it a text is refused, as it is money.</summary>
    public int MaxParts { get; set; } = 4;

    /// <summary>Catch messages inside the program instead of sending them: the demonstration.</summary>
    public bool Catch { get; set; }
}
