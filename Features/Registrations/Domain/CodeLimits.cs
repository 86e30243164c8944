using Massar.Infrastructure.Messaging;

namespace Massar.Features.Registrations.Domain;

/// <summary>How many codes a telephone is sent and how many wrong ones are taken, whichever door asked for them: its owner's or a desk's.</summary>
public sealed class CodeLimits(Tallies tallies, CodeBudgetAlarm alarm, IConfiguration configuration)
{
    /// <summary>Counts a code about to be sent; the refusal says how long to wait.</summary>
    /// <param name="phone">E.164.</param>
    /// <param name="network">SHA-256 of the network that asks.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Refusal?> Ask(string phone, string network, CancellationToken ct) =>
        await Wait(phone, network, ct) is { } wait ? Tallies.TooMany(wait, "registrations.too-many-codes") : null;

    /// <summary>Counts a code that is typed as a wrong one; <see cref="WasRight"/> takes it back.</summary>
    /// <param name="phone">E.164.</param>
    /// <param name="network">From where it is typed: an IPv4 address or the /64 of an IPv6 one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Refusal?> Try(string phone, string network, CancellationToken ct)
    {
        var (onPhone, onNetwork) = Wrong(phone, network);
        if (await tallies.Take(onPhone, RegistrationAccess.WrongPerPhoneADay, TimeSpan.FromDays(1), ct) is { } day)
            return Tallies.TooMany(day, "registrations.too-many-wrong-codes");
        return await tallies.Take(onNetwork, RegistrationAccess.WrongPerNetworkAnHour, TimeSpan.FromHours(1), ct) is { } hour
            ? Tallies.TooMany(hour, "registrations.too-many-wrong-codes")
            : null;
    }

    public async Task WasRight(string phone, string network, CancellationToken ct)
    {
        var (onPhone, onNetwork) = Wrong(phone, network);
        await tallies.Give(onPhone, ct);
        await tallies.Give(onNetwork, ct);
    }

    private static (string OnPhone, string OnNetwork) Wrong(string phone, string network) => ($"wrong code\n{phone}\n{network}", $"wrong code\n{network}");

    // From the narrow count to the wide one; the country's row is held for the end of the transaction only.
    private async Task<TimeSpan?> Wait(string phone, string network, CancellationToken ct)
    {
        var (hour, day) = (TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        if (await tallies.Take($"code an hour\n{phone}\n{network}", RegistrationAccess.PerPhoneAnHour, hour, ct) is { } soon)
            return soon;
        if (await tallies.Take($"code a day\n{phone}\n{network}", RegistrationAccess.PerPhoneADay, day, ct) is { } tomorrow)
            return tomorrow;
        if (await tallies.Take($"code a day\n{phone}", RegistrationAccess.PerPhoneADayEverywhere, day, ct) is { } everywhere)
            return everywhere;
        if (await tallies.Take($"code an hour\n{network}", configuration.GetValue(RegistrationAccess.PerNetworkSetting, RegistrationAccess.PerNetworkAnHour), hour, ct) is { } crowded)
            return crowded;
        var budget = configuration.GetValue(RegistrationAccess.InTheCountrySetting, RegistrationAccess.InTheCountryAnHour);
        if (await tallies.Take("code an hour", budget, hour, ct) is not { } spent)
            return null;
        alarm.Sound(budget, spent);
        return spent;
    }
}
