namespace Massar.Infrastructure.MySql.Metadata;

/// <summary>Names of the provider's annotations, the same as Pomelo writes, so that migrations survive a change of provider.</summary>
internal static class MySqlAnnotationNames
{
    private const string Prefix = "MySql:";

    public const string ValueGenerationStrategy = Prefix + "ValueGenerationStrategy";
    public const string CharSet = Prefix + "CharSet";
    public const string FullTextIndex = Prefix + "FullTextIndex";
    public const string IndexPrefixLength = Prefix + "IndexPrefixLength";
}
