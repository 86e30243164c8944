using Massar.Infrastructure.Messaging;

namespace Massar.Features.Employees;

/// <summary>Names or the card number in an employee's file were put right; told inside the same transaction, before it is written.</summary>
public sealed record EmployeeMended(long EmployeeId) : IFact;
