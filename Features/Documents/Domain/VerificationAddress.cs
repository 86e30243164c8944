namespace Massar.Features.Documents.Domain;

/// <summary>The public address where a paper can be checked: in the QR code and in letters below it.</summary>
public sealed class VerificationAddress(IConfiguration configuration)
{
    private readonly Uri root = new(configuration["Massar:PublicAddress"] is { Length: > 0 } address ? address : "http://localhost/");

    /// <summary>Where the paper with this code is checked.</summary>
    public Uri Of(string code) => new(root, Links.Verify(code));

    /// <summary>What a person types who has only the printed code.</summary>
    public Uri Page => new(root, Links.Verification);
}
