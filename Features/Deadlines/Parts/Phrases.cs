using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Localization;

namespace Massar.Features.Deadlines.Parts;

/// <summary>What page and file say alike.</summary>
public static class Phrases
{
    /// <summary>The title of a kind, with its semester.</summary>
    public static string Title(Text text, string key, int? semester) => semester is { } number ? $"{text[key]} – {text[$"deadlines.semester.{number}"]}" : text[key];

    /// <summary>What a line says beside its names; empty when nothing.</summary>
    public static string Says(Text text, MissingThing thing) => thing.Says is null ? "" : text[thing.Says, thing.Number];
}
