using System.Globalization;

namespace Massar.Features.Schooling;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/schooling/mine";

    public static string Of(long pupil) => string.Create(CultureInfo.InvariantCulture, $"/schooling/{pupil}");

    public static string File(long pupil, string ending) => $"{Of(pupil)}/years.{ending}";

    public static string Record(long pupil) => $"{Of(pupil)}/record";
}
