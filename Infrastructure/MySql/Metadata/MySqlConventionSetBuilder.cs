using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Massar.Infrastructure.MySql.Metadata;

/// <summary>The relational conventions, plus identifiers of at most 64 characters and AUTO_INCREMENT keys.</summary>
internal sealed class MySqlConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies,
    RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalConventionSetBuilder(dependencies, relationalDependencies)
{
    private const int LongestIdentifier = 64;

    public override ConventionSet CreateConventionSet()
    {
        var conventions = base.CreateConventionSet();

        conventions.Add(new RelationalMaxIdentifierLengthConvention(LongestIdentifier, Dependencies, RelationalDependencies));
        conventions.Add(new MySqlIdentityColumnConvention());
        return conventions;
    }
}
