using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.Domain;

/// <summary>Spares the family typing: Latin spellings from the Arabic ones, shown as proposals and always free to change.</summary>
public static class Proposals
{
    /// <summary>Latin fields still empty whose Arabic one is filled, with what we propose.</summary>
    public static IReadOnlyDictionary<string, string> For(IEnumerable<Topic> topics, Answers answers) =>
        topics.SelectMany(t => t.Fields)
            .Where(f => f.From is not null && !answers.Has(f.Name) && answers.Has(f.From))
            .Select(f => (f.Name, Latin: Transliteration.Propose(answers.Text(f.From!))))
            .Where(p => p.Latin.Length > 0)
            .ToDictionary(p => p.Name, p => p.Latin);

    /// <summary>Fields the two parents usually share.</summary>
    public static readonly IReadOnlyList<string> Shared = ["Address", "Phone", "Email"];

    /// <summary>"Same data as the mother": copies what is usually shared; everything when the guardian is that person.</summary>
    public static void Copy(Answers answers, string from, string to)
    {
        foreach (var field in to == "Tutor" ? ["FirstNameAr", "LastNameAr", "FirstNameLatin", "LastNameLatin", "Cin", "Profession", .. Shared] : Shared)
            if (answers.Has(from + field))
                answers[to + field] = answers[from + field];
    }
}
