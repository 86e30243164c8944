using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>One line of the history as it is shown.</summary>
public sealed record HistoryLine(string What, RegistrationState State, DateTime At, string? Role, string? Remark);

/// <summary>The history of a request: every step adds a line, none is changed.</summary>
public static class History
{
    /// <summary>Sent by the family at a desk: whoever typed for it stands in the line's role.</summary>
    public const string SentAtDesk = "sent-desk";

    /// <summary>Adds a line; <paramref name="user"/> is null when the family acts.</summary>
    public static void Note(this MassarDb db, Registration registration, string what, DateTime now, CurrentUser? user = null, string? remark = null) =>
        db.RegistrationEvents.Add(new RegistrationEvent
        {
            RegistrationId = registration.Id,
            At = now,
            State = registration.State,
            What = what,
            Role = user?.Role,
            AccountId = user?.AccountId,
            Remark = remark,
            PlaceId = registration.SchoolId ?? 0,
        });

    public static Task<List<HistoryLine>> HistoryOf(this MassarDb db, long registration, CancellationToken ct) =>
        db.RegistrationEvents.AsNoTracking().Where(e => e.RegistrationId == registration).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Select(e => new HistoryLine(e.What, e.State, e.At, e.Role, e.Remark)).ToListAsync(ct);
}
