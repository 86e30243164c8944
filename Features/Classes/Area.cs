using Massar.Infrastructure.Web;

namespace Massar.Features.Classes;

/// <summary>Classes and who teaches what in them.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "classes";
}
