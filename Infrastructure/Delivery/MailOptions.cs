namespace Massar.Infrastructure.Delivery;

/// <summary>How the line to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Plain text: for a server on the same machine only.</summary>
    None,

    /// <summary>Plain greeting, then TLS (port 587). A server that does not offer it is refused.</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,
}

/// <summary>The section <c>Mail</c> of the settings.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    public string Host { get; set; } = "127.0.0.1";

    public int Port { get; set; } = 25;

    public MailSecurity Security { get; set; } = MailSecurity.None;

    /// <summary>Empty for a server that takes mail without a name.</summary>
    public string User { get; set; } = "";

    /// <summary>From the environment or a file with mode 0400, never from appsettings.</summary>
    public string Password { get; set; } = "";

    public string From { get; set; } = "massar@localhost";

    public string FromName { get; set; } = "مسار";

    /// <summary>A PEM file with the authority of the server's certificate, when it is not one that the machine trusts.</summary>
    public string? AuthorityFile { get; set; }

    /// <summary>For one answer of the server.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection kept open is let go after this long without mail; servers close it after 5 minutes at the latest.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Catch mail inside the program instead of sending it: the demonstration.</summary>
    public bool Catch { get; set; }
}
