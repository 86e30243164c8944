using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Tests.Support;

/// <summary>A session as signing in leaves it, second factor given.</summary>
internal static class PlantedSession
{
    /// <summary>Makes it and answers its token.</summary>
    public static async Task<string> Open(MassarDb db, long accountId, long hatId, DateTime now, bool steppedUp)
    {
        var token = Fingerprint.NewToken();
        db.Sessions.Add(new Session
        {
            TokenHash = Sessions.HashOf(token),
            AccountId = accountId,
            HatId = hatId,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now.AddHours(12),
            SecondFactorDone = true,
            SteppedUpAt = steppedUp ? now : null,
        });
        await db.SaveChangesAsync();
        return token;
    }
}
