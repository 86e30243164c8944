using System.Globalization;

namespace Massar.Features.Certificates;

public static class Links
{
    public const string Mine = "/certificates";
    public const string New = "/certificates/new";
    public const string Desk = "/certificates/desk";
    public const string Pupils = "/certificates/desk/pupils";
    public const string Register = "/certificates/desk/register";
    public const string Classes = "/certificates/desk/classes";

    public static string Request(long id) => string.Create(CultureInfo.InvariantCulture, $"/certificates/{id}");

    public static string NewFor(long pupil) => string.Create(CultureInfo.InvariantCulture, $"{New}?pupil={pupil}");

    public static string Pupil(long id) => string.Create(CultureInfo.InvariantCulture, $"{Pupils}/{id}");

    public static string Data(long pupil) => string.Create(CultureInfo.InvariantCulture, $"{Pupils}/{pupil}/data");

    public static string Reissue(long request) => string.Create(CultureInfo.InvariantCulture, $"/certificates/{request}/reissue");

    public static string Class(int id) => string.Create(CultureInfo.InvariantCulture, $"{Classes}/{id}");

    public static string Batch(long id) => string.Create(CultureInfo.InvariantCulture, $"/certificates/desk/batches/{id}");

    public static string Print(long batch) => string.Create(CultureInfo.InvariantCulture, $"/certificates/desk/batches/{batch}/print");
}
