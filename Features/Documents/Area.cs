using Massar.Infrastructure.Web;

namespace Massar.Features.Documents;

/// <summary>Register of issued documents and their public verification.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "documents";

    public static string? Title => "documents.verify";
}
