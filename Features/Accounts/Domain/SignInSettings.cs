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

    /// <summary>Guesses in 24 hours from one guesser at one account before each further one waits <see cref="StrangersEverySeconds"/>.</summary>
    public int PerGuesser { get; init; } = 18;

    /// <summary>Guesses at one account from everywhere except the devices it has signed in on, before they are spread over the day.</summary>
    public int StrangersAtOnce { get; init; } = 20;

    /// <summary>Seconds between strangers' guesses after that: half an hour, 48 a day; 68 with the ones above.</summary>
    public int StrangersEverySeconds { get; init; } = 1800;

    /// <summary>Guesses at one account from all devices it has signed in on, before they are spread; a device's own free tries are not held up by the others'.</summary>
    public int KnownDevicesAtOnce { get; init; } = 8;

    /// <summary>Seconds between guesses from known devices after that: an hour, 24 a day; 32 with the ones above, and 100 with the strangers'.</summary>
    public int KnownDevicesEverySeconds { get; init; } = 3600;

    /// <summary>Wrong guesses in an hour from one network at all accounts before its unknown devices are slowed; a school of 1,500 behind one address stays far below.</summary>
    public int PerNetworkAnHour { get; init; } = 1000;

    /// <summary>
    /// Accounts at which strangers of one network may have failed in 24 hours before each further stranger there waits: one password tried
    /// on many accounts. Devices known to the account they ask for never wait for it.
    /// </summary>
    public int PerNetworkAccounts { get; init; } = 50;

    /// <summary>One more for so many accounts that were signed in to properly from there: a school of 1,500 may have 350 that mistyped and gave up.</summary>
    public int SuccessesPerFailure { get; init; } = 5;

    /// <summary>How much later an unknown device of such a network is answered.</summary>
    public int CrowdedPauseMilliseconds { get; init; } = 2000;
}
