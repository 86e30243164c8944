using Massar.Infrastructure.Web;

namespace Massar.Features.Files;

/// <summary>Keeps what people upload. It has no pages: each file is handed out by the area that owns it.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "files";
}
