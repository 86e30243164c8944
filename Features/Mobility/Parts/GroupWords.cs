using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Localization;

namespace Massar.Features.Mobility.Parts;

/// <summary>A group of posts in words: the cycle or the corps, and the discipline where there is one.</summary>
public static class GroupWords
{
    public static string Of(Text text, string group, string? disciplineAr, string? disciplineFr)
    {
        var corps = PostGroup.CorpsOf(group);
        var name = corps is "PRI" or "COL" or "QUA" ? text[$"schools.cycle.{corps}"] : Words.All.Has("ar", $"mobility.corps.{corps}") ? text[$"mobility.corps.{corps}"] : corps;
        var discipline = (text.Language == "ar" ? disciplineAr : disciplineFr) ?? PostGroup.DisciplineOf(group);
        return discipline is null ? name : $"{name} – {discipline}";
    }
}
