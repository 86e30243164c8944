namespace Massar.Infrastructure.Data;

/// <summary>A row that several people may edit: its version is checked by the UPDATE and raised by the interceptor.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

/// <summary>A row that belongs to a place of the tree; its changes are written to that place's audit chain.</summary>
public interface IInPlace
{
    int PlaceId { get; }
}

/// <summary>A row that belongs to one school; who works above the school finds it through the tree of places.</summary>
public interface IOfSchool
{
    int SchoolId { get; }
}

/// <summary>A row of an employee's file or of a decision about him: its changes are found by him in the audit trail.</summary>
public interface IAboutEmployee
{
    long EmployeeId { get; }
}

/// <summary>A row whose changes are not worth a line of the audit trail: sessions, leases, counters of the machinery.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NotAuditedAttribute : Attribute;

/// <summary>A value that must never stand in the audit trail: password hashes, secrets.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
