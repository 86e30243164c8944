using System.Collections.Frozen;

namespace Massar.Infrastructure.Security;

/// <summary>
/// One role at one place of the tree, held by an account between two dates.
/// </summary>
/// <param name="Id">The hat's number.</param>
/// <param name="Role">A code of <see cref="Roles"/>.</param>
/// <param name="PlaceId">The place it is held at.</param>
/// <param name="PlacePath">The place's materialised path: what lies below has this prefix.</param>
public sealed record WornHat(long Id, string Role, int PlaceId, string PlacePath)
{
    /// <summary>Of a delegation: no kind of decision is left out.</summary>
    public const string AllKinds = "*";

    /// <summary>Lent by an act of delegation, for decisions alone: codes of their kinds with a space between, or <see cref="AllKinds"/>; null for the whole role.</summary>
    public string? DelegatedKinds { get; init; }

    public bool IsDelegated => DelegatedKinds is not null;

    /// <summary>The kinds of decision it is limited to; null where it is not.</summary>
    public IReadOnlyList<string>? OnlyKinds => DelegatedKinds is null or AllKinds ? null : DelegatedKinds.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What a session gives its holder, as it was at most five seconds ago.</summary>
public sealed record SessionView(
    long SessionId,
    long AccountId,
    string NameAr,
    string NameLatin,
    string? Language,
    WornHat Hat,
    int HatCount,
    bool SecondFactorDone,
    DateTime? SteppedUpAt,
    long? PupilId,
    long? GuardianId,
    long? EmployeeId);

/// <summary>Who is asking, on this request. Filled by the session middleware.</summary>
public sealed class CurrentUser
{
    private SessionView? session;
    private FrozenSet<string> permissions = FrozenSet<string>.Empty;

    /// <summary>Signed in completely: password and, for staff, second factor.</summary>
    public bool IsSignedIn => session is { SecondFactorDone: true };

    /// <summary>The password was right, the second factor is still to come.</summary>
    public bool AwaitsSecondFactor => session is { SecondFactorDone: false };

    public SessionView Session => session ?? throw new InvalidOperationException("Nobody is signed in.");

    public long AccountId => Session.AccountId;

    public WornHat Hat => Session.Hat;

    public string Role => Session.Hat.Role;

    public int PlaceId => Session.Hat.PlaceId;

    public string PlacePath => Session.Hat.PlacePath;

    public string? Language => session?.Language;

    /// <summary>The pupil this account is, for the role pupil.</summary>
    public long? PupilId => session?.PupilId;

    public long? GuardianId => session?.GuardianId;

    public long? EmployeeId => session?.EmployeeId;

    /// <summary>The session came by cookie, so unsafe requests need the antiforgery token.</summary>
    public bool CameByCookie { get; private set; }

    /// <summary>The session's secret as the client sent it; seed of the antiforgery token.</summary>
    public string? Token { get; private set; }

    public bool Has(string permission) => IsSignedIn && permissions.Contains(permission);

    /// <summary>A second factor was given at most five minutes ago.</summary>
    public bool HasSteppedUp(TimeProvider clock) =>
        session?.SteppedUpAt is { } at && clock.GetUtcNow().UtcDateTime - at <= TimeSpan.FromMinutes(5);

    public void Enter(SessionView view, string token, bool byCookie)
    {
        session = view;
        Token = token;
        CameByCookie = byCookie;
        permissions = view.SecondFactorDone ? Roles.PermissionsOf(view.Hat.Role, view.Hat.IsDelegated) : FrozenSet<string>.Empty;
    }
}

/// <summary>
/// Where sessions are kept. Implemented by the Accounts area; the platform only asks who a token belongs to.
/// </summary>
public interface ISessions
{
    /// <summary>The session a client's token refers to, or null when unknown, ended or expired.</summary>
    ValueTask<SessionView?> Find(string token, CancellationToken ct);
}
