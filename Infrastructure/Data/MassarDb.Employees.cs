using Massar.Features.Employees.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Employee> Employees => Set<Employee>();

    public DbSet<CareerStep> CareerSteps => Set<CareerStep>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<FunctionTerm> FunctionTerms => Set<FunctionTerm>();

    public DbSet<EmployeeChild> EmployeeChildren => Set<EmployeeChild>();

    public DbSet<ChildStep> ChildSteps => Set<ChildStep>();

    public DbSet<FamilyStep> FamilySteps => Set<FamilyStep>();
}
