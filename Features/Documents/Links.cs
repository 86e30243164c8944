using System.Globalization;

namespace Massar.Features.Documents;

public static class Links
{
    /// <summary>Where anybody checks a paper.</summary>
    public const string Verification = "/verify";

    public static string Verify(string code) => $"/verify/{code}";

    public static string File(long document) => string.Create(CultureInfo.InvariantCulture, $"/documents/{document}/file");

    public static string Revoke(long document) => string.Create(CultureInfo.InvariantCulture, $"/documents/{document}/revoke");
}
