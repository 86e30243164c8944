using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;

namespace Massar.Features.Pupils.Domain;

/// <summary>A box of a pupil's file as people read it.</summary>
public static class DatumText
{
    public static string Shown(Text text, string field, string? value) => value switch
    {
        null or "" => text["ui.not-given"],
        _ when field == nameof(PupilIdentity.Sex) => text[$"pupils.sex.{(value == "2" ? "Female" : "Male")}"],
        _ when field is nameof(PupilIdentity.BirthDate) or nameof(PupilIdentity.BirthActDate) && TypedDay.Read(value) is { } day => Formats.ShortDate(day),
        _ => value,
    };
}
