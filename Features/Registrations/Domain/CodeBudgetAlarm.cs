namespace Massar.Features.Registrations.Domain;

/// <summary>Says in the log that the country's codes of the hour are spent, once a minute however many ask.</summary>
public sealed partial class CodeBudgetAlarm(ILogger<CodeBudgetAlarm> log, TimeProvider clock)
{
    private long quietUntil;

    public void Sound(int budget, TimeSpan wait)
    {
        var now = clock.GetUtcNow();
        var until = Interlocked.Read(ref quietUntil);
        if (now.UtcTicks >= until && Interlocked.CompareExchange(ref quietUntil, now.AddMinutes(1).UtcTicks, until) == until)
            Spent(log, budget, (int)Math.Ceiling(wait.TotalMinutes));
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The budget of {Budget} registration codes an hour is spent; no code leaves for {Minutes} minutes. Somebody may be asking for codes in bulk")]
    private static partial void Spent(ILogger log, int budget, int minutes);
}
