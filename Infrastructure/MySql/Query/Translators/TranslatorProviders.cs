using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace Massar.Infrastructure.MySql.Query.Translators;

internal sealed class MySqlMethodCallTranslatorProvider : RelationalMethodCallTranslatorProvider
{
    public MySqlMethodCallTranslatorProvider(
        RelationalMethodCallTranslatorProviderDependencies dependencies, IRelationalTypeMappingSource mappings)
        : base(dependencies)
    {
        var sql = dependencies.SqlExpressionFactory;
        AddTranslators(
        [
            new StringMethods(sql),
            new MathMethods(sql),
            new ConversionMethods(sql, mappings),
            new DateMethods(sql, mappings),
            new DateDiffMethods(sql, mappings),
        ]);
    }
}

internal sealed class MySqlMemberTranslatorProvider : RelationalMemberTranslatorProvider
{
    public MySqlMemberTranslatorProvider(
        RelationalMemberTranslatorProviderDependencies dependencies, IRelationalTypeMappingSource mappings)
        : base(dependencies)
        => AddTranslators(
        [
            new StringMembers(dependencies.SqlExpressionFactory),
            new DateMembers(dependencies.SqlExpressionFactory, mappings),
        ]);
}

internal sealed class MySqlAggregateMethodCallTranslatorProvider : RelationalAggregateMethodCallTranslatorProvider
{
    public MySqlAggregateMethodCallTranslatorProvider(
        RelationalAggregateMethodCallTranslatorProviderDependencies dependencies, IRelationalTypeMappingSource mappings)
        : base(dependencies)
        => AddTranslators([new StringAggregates(dependencies.SqlExpressionFactory, mappings)]);
}
