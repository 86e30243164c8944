namespace Massar.Features.Accounts;

/// <summary>An account with its hat.</summary>
public sealed record SeededAccount(long Id, long HatId, string Login, string Role, int PlaceId, string PlacePath, long? EmployeeId, long? GuardianId, long? PupilId);

/// <summary>The accounts of the demo by role, and the well-known one of each role.</summary>
public sealed record SeededAccounts(IReadOnlyList<SeededAccount> Accounts)
{
    public IEnumerable<SeededAccount> Of(string role) => byRole.Value[role];

    public SeededAccount? OfEmployee(long employeeId) => byEmployee.Value.GetValueOrDefault(employeeId);

    /// <summary>The account <c>&lt;role&gt;.demo</c>.</summary>
    public SeededAccount Demo(string role) => Of(role).First(a => a.Login == $"{role}.demo");

    private readonly Lazy<ILookup<string, SeededAccount>> byRole = new(() => Accounts.ToLookup(a => a.Role));
    private readonly Lazy<Dictionary<long, SeededAccount>> byEmployee = new(() => Accounts.Where(a => a.EmployeeId is not null).DistinctBy(a => a.EmployeeId).ToDictionary(a => a.EmployeeId!.Value));
}
