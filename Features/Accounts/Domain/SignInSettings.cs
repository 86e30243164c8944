namespace Massar.Features.Accounts.Domain;

/// <summary>How guessing is slowed down; the section <c>Massar:SignIn</c> of the configuration.</summary>
public sealed record SignInSettings
{
    public const string Section = "Massar:SignIn";

    /// <summary>Wrong guesses in 24 hours before the first wait.</summary>
    public int FreeTries { get; init; } = 5;

    /// <summary>The first wait, in seconds; each further wrong guess doubles it.</summary>
    public int FirstWaitSeconds { get; init; } = 5;

    /// <summary>No wait grows longer than this, in seconds: 15 minutes.</summary>
    public int LongestWaitSeconds { get; init; } = 900;

    /// <summary>Guesses in 24 hours from one network (or one device that others signed in on) at one account.</summary>
    public int PerGuesser { get; init; } = 40;

    /// <summary>Guesses in 24 hours at one account from everywhere except the devices it has signed in on.</summary>
    public int FromStrangers { get; init; } = 80;

    /// <summary>Guesses in 24 hours at one account from devices it has signed in on. With the one above: 100.</summary>
    public int FromKnownDevices { get; init; } = 20;

    /// <summary>Wrong guesses in an hour from one network at all accounts; a school of 1,500 behind one address stays far below.</summary>
    public int PerNetworkAnHour { get; init; } = 1000;

    /// <summary>Tries of a printed code in 24 hours from one network.</summary>
    public int PrintedCodeTries { get; init; } = 5;
}
