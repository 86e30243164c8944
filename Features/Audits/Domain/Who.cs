using Massar.Infrastructure.Localization;

namespace Massar.Features.Audits.Domain;

/// <summary>The function an act was done in, in the reader's words.</summary>
public static class Who
{
    /// <param name="role">As the trail names it; what is no hat's role is the program by itself.</param>
    public static string Function(this Text text, string role) => text[text.Has($"role.{role}") ? $"role.{role}" : "audits.program"];
}
