using System.Text;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Storage;

/// <summary>Names in backticks. A schema is another database here, so it is left out.</summary>
public sealed class MySqlSqlGenerationHelper(RelationalSqlGenerationHelperDependencies dependencies)
    : RelationalSqlGenerationHelper(dependencies)
{
    /// <inheritdoc/>
    public override string EscapeIdentifier(string identifier) => identifier.Replace("`", "``", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void EscapeIdentifier(StringBuilder builder, string identifier)
    {
        var start = builder.Length;
        builder.Append(identifier).Replace("`", "``", start, identifier.Length);
    }

    /// <inheritdoc/>
    public override string DelimitIdentifier(string identifier) => $"`{EscapeIdentifier(identifier)}`";

    /// <inheritdoc/>
    public override void DelimitIdentifier(StringBuilder builder, string identifier)
    {
        builder.Append('`');
        EscapeIdentifier(builder, identifier);
        builder.Append('`');
    }

    /// <inheritdoc/>
    public override string DelimitIdentifier(string name, string? schema) => DelimitIdentifier(name);

    /// <inheritdoc/>
    public override void DelimitIdentifier(StringBuilder builder, string name, string? schema) => DelimitIdentifier(builder, name);
}
