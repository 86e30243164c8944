namespace Massar.Features.Documents;

public static class Links
{
    /// <summary>Where anybody checks a paper.</summary>
    public const string Verification = "/verify";

    public static string Verify(string code) => $"/verify/{code}";

    public static string File(long document) => $"/documents/{document}/file";
}
